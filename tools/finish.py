import sys,pickle; sys.path.insert(0,'tools')
import learn_tags as L, learn_rules as R

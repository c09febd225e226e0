import sys,pickle,time; sys.path.insert(0,'tools')
import learn_tags as L, learn_rules as R
from briefing.text import tagging as T
from collections import Counter
used=Counter(tuple((f,o) for f,o,v in t) for a,b,t in pickle.load(open('/tmp/s1.pkl','rb')))
templates=[t for t in R.TEMPLATES if used[t] or any(f in ('ahead','balance') for f,_ in t)]
print(len(R.TEMPLATES),len(templates),len(R.STAGE2))
R.use(list(dict.fromkeys(templates+R.STAGE2)))
train=L.read_train()
sents=R.jackknife(train)
d=L.build(train.values())
pickle.dump(d,open('/tmp/dict.pkl','wb'))
print(R.acc(sents),flush=True)
rules=R.learn(sents,max_rules=400,min_gain=int(sys.argv[1]),seconds=1500,rebuild=60)
pickle.dump([(r.old,r.new,r.tests) for r in rules],open(sys.argv[2],'wb'))
dev=R.make(L.read_train(L.DATA/'dev_news.tsv').values(),d)
print('dev0',R.acc(dev)); R.trace(rules,dev); print('dev',R.acc(dev),len(rules))

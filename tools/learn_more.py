import sys,pickle,time; sys.path.insert(0,'tools')
import learn_tags as L, learn_rules as R
from briefing.text import tagging as T
train=L.read_train()
sents=R.jackknife(train)
d=L.build(train.values())
pickle.dump(d,open('/tmp/dict.pkl','wb'))
start=[T.Rule(old=a,new=b,tests=c) for a,b,c in pickle.load(open(sys.argv[1],'rb'))]
print(R.acc(sents),len(start),flush=True)
R.use(R.STAGE2)
rules=R.learn(sents,max_rules=len(start)+150,min_gain=int(sys.argv[3]),seconds=900,start=start)
print(R.acc(sents),flush=True)
pickle.dump([(r.old,r.new,r.tests) for r in rules],open(sys.argv[2],'wb'))
dev=R.make(L.read_train(L.DATA/'dev_news.tsv').values(),d)
print('dev0',R.acc(dev)); R.trace(rules,dev); print('dev',R.acc(dev),len(rules))

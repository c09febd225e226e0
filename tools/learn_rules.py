from __future__ import annotations
import sys, time, pickle, random
from collections import Counter, defaultdict
sys.path.insert(0, "tools")
import learn_tags as L
from briefing.text import tagging as T

# a template is a tuple of (field, offset)
W, G, TG, K, E, S, C, A, B = "word", "group", "tag", "classes", "ending", "shape", "clause", "ahead", "balance"
TEMPLATES = [
    ((TG,-1),), ((TG,1),), ((TG,-2),), ((TG,2),),
    ((TG,-1),(TG,1)), ((TG,-2),(TG,-1)), ((TG,1),(TG,2)),
    ((TG,-1),(TG,2)), ((TG,-2),(TG,1)),
    ((TG,-3),(TG,-2),(TG,-1)), ((TG,1),(TG,2),(TG,3)), ((TG,-2),(TG,-1),(TG,1)), ((TG,-1),(TG,1),(TG,2)),
    ((G,-1),(G,1)), ((G,-2),(G,-1)), ((G,1),(G,2)), ((G,-2),(G,-1),(G,1)), ((G,-1),(G,1),(G,2)), ((G,1),(G,2),(G,3)), ((G,-3),(G,-2),(G,-1)),
    ((G,-2),(G,-1),(G,1),(G,2)),
    ((W,0),), ((W,0),(TG,-1)), ((W,0),(TG,1)), ((W,0),(G,-1)), ((W,0),(G,1)), ((W,0),(TG,-2)), ((W,0),(TG,2)), ((W,0),(G,-1),(G,1)),
    ((W,0),(W,-1)), ((W,0),(W,1)), ((W,0),(W,2)), ((W,0),(W,-2)),((W,0),(C,0)),((W,0),(A,0)),((W,0),(TG,1),(TG,2)),((W,0),(G,1),(G,2)),((W,0),(TG,-1),(TG,1)),
    ((W,-1),), ((W,1),), ((W,-2),), ((W,2),), ((W,-1),(W,1)), ((W,-1),(TG,1)), ((W,-1),(G,1)), ((TG,-1),(W,1)), ((G,-1),(W,1)),
    ((W,-2),(W,-1)), ((W,1),(W,2)), ((W,-2),(TG,-1)), ((TG,1),(W,2)),
    ((K,0),(TG,-1)), ((K,0),(TG,1)), ((K,0),(G,-1)), ((K,0),(G,1)), ((K,0),(G,-1),(G,1)), ((K,0),(TG,-1),(TG,1)), ((K,0),(G,-2),(G,-1)), ((K,0),(G,1),(G,2)),
    ((K,0),(C,0)), ((K,0),(C,0),(A,0)), ((K,0),(C,0),(G,-1)), ((K,0),(C,0),(G,1)), ((K,0),),
    ((K,-1),), ((K,1),), ((K,1),(G,-1)), ((K,-1),(G,1)), ((K,1),(G,2)), ((TG,-1),(K,1)),
    ((C,0),), ((A,0),), ((C,0),(A,0)), ((C,0),(G,1)), ((C,0),(G,-1)), ((C,0),(G,-1),(G,1)), ((C,0),(TG,-1)), ((C,0),(TG,1)), ((A,0),(TG,-1)), ((A,0),(G,-1),(G,1)), ((A,0),(TG,1)),
    ((C,0),(A,0),(G,-1)), ((C,0),(A,0),(G,1)), ((C,0),(A,0),(G,-1),(G,1)), ((C,0),(A,0),(TG,-1),(TG,1)), ((C,0),(A,0),(E,0)), ((C,0),(A,0),(TG,1)), ((C,0),(A,0),(W,1)), ((C,0),(A,0),(W,-1)),
    ((B,0),), ((B,0),(C,0)), ((B,0),(C,0),(G,1)), ((B,0),(C,0),(G,-1)), ((B,0),(C,0),(G,-1),(G,1)), ((B,0),(C,0),(TG,1)), ((B,0),(C,0),(TG,-1)), ((B,0),(C,0),(A,0)), ((B,0),(C,0),(A,0),(G,-1),(G,1)), ((B,0),(C,0),(K,0)), ((B,0),(C,0),(E,0)),((B,0),(C,0),(TG,-1),(TG,1)),((B,0),(G,-1),(G,1)),((B,0),(W,0)),
    ((E,0),), ((E,0),(G,-1)), ((E,0),(G,1)), ((E,0),(TG,1)), ((E,0),(TG,-1)), ((E,0),(G,-1),(G,1)), ((E,0),(C,0)),
    ((S,0),), ((S,0),(TG,-1)), ((S,0),(TG,1)), ((S,0),(S,-1)), ((S,0),(S,1)), ((S,0),(S,-1),(S,1)), ((S,0),(K,0)), ((S,0),(E,0)), ((S,0),(TG,-1),(TG,1)), ((S,0),(K,0),(S,1)), ((S,0),(K,0),(S,-1)), ((S,0),(K,0),(TG,1)), ((S,0),(K,0),(TG,-1)),
]

SG, U, ST = "segment", "until", "stop"
STAGE2 = [
    ((SG,0),(U,0)), ((SG,0),(U,0),(G,1)), ((SG,0),(U,0),(G,-1)), ((SG,0),(U,0),(G,-1),(G,1)), ((SG,0),(G,-1),(G,1)), ((SG,0),(G,1)), ((SG,0),(G,-1)),
    ((SG,0),(U,0),(ST,0)), ((SG,0),(U,0),(ST,0),(G,-1)), ((SG,0),(U,0),(ST,0),(G,1)), ((SG,0),(U,0),(ST,0),(G,-1),(G,1)), ((SG,0),(U,0),(B,0)), ((SG,0),(U,0),(B,0),(G,-1)), ((SG,0),(U,0),(B,0),(G,1)),
    ((SG,0),(U,0),(B,0),(G,-1),(G,1)), ((SG,0),(B,0),(ST,0)), ((SG,0),(U,0),(TG,1)), ((SG,0),(U,0),(TG,-1)), ((SG,0),(U,0),(TG,-1),(TG,1)), ((SG,0),(TG,-1),(TG,1)), ((SG,0),(B,0),(G,-1),(G,1)), ((SG,0),(W,0)), ((SG,0),(U,0),(W,0)),
    ((SG,0),(U,0),(K,0)), ((SG,0),(K,0)), ((SG,0),(K,0),(G,1)), ((SG,0),(K,0),(G,-1)), ((SG,0),(U,0),(K,0),(G,1)), ((SG,0),(U,0),(K,0),(G,-1)), ((SG,0),(U,0),(E,0)), ((SG,0),(E,0)), ((SG,0),(G,-2),(G,-1)), ((SG,0),(G,1),(G,2)), ((SG,0),(U,0),(G,1),(G,2)), ((SG,0),(U,0),(G,-2),(G,-1)), ((ST,0),(W,0)), ((ST,0),(S,0)), ((ST,0),(S,0),(K,0)), ((SG,0),(W,1)), ((SG,0),(W,-1)), ((SG,0),(U,0),(W,1)),
]

class Sent:
    __slots__ = ("row", "gold", "n")
    def __init__(self, words, gold, d):
        self.row = T.rows_of([words], [[w.lower() for w in words]], d)
        self.gold = ["#"] * 3 + gold + ["#"] * 3
        self.n = len(words)
        T.mark_clauses(self.row, 0)

def make(docs, d):
    return [Sent([w for w, _ in s], [t for _, t in s], d) for sents in docs for s in sents]

def jackknife(train, folds=5, build=L.build):
    names = sorted(train)
    out = []
    for k in range(folds):
        inside = [train[n] for i, n in enumerate(names) if i % folds == k]
        outside = [train[n] for i, n in enumerate(names) if i % folds != k]
        out += make(inside, build(outside))
    return out

def keys_at(row, i, old, new):
    get = [getattr(row, f) for f in FIELDS]
    return None

FIELDS = ["word","group","tag","classes","ending","shape","clause","ahead","balance","segment","until","stop"]
FI = {f:k for k,f in enumerate(FIELDS)}
def use(templates):
    global TEMPLATES, TI
    TEMPLATES = templates
    TI = [tuple((FI[f], o) for f, o in t) for t in TEMPLATES]
TI = [tuple((FI[f], o) for f, o in t) for t in TEMPLATES]

def instances(row, i):
    fields = (row.word,row.group,row.tag,row.classes,row.ending,row.shape,row.clause,row.ahead,row.balance,row.segment,row.until,row.stop)
    return [(t, *[fields[f][i+o] for f, o in tpl]) for t, tpl in enumerate(TI)]

def contributions(s, lo, hi):
    """yield (old,new,instances,delta) for positions"""
    row, gold = s.row, s.gold
    for i in range(lo, hi):
        cls = row.allowed[i]
        if len(cls) < 2: continue
        cur, g = row.tag[i], gold[i]
        if cur != g:
            if g in cls: yield i, cur, g, True
        else:
            for new in cls:
                if new != cur: yield i, cur, new, False

def learn(sents, max_rules=500, min_gain=3, rebuild=40, min_good=None, ratio=0.0, seconds=1200, log=True, start=()):
    rules = []
    for r in start:
        apply(r, sents); rules.append(r)
    t0 = time.time()
    done = False
    while not done and len(rules) < max_rules:
        good = Counter()
        for s in sents:
            for i, old, new, ok in contributions(s, 3, 3 + s.n):
                if ok:
                    for inst in instances(s.row, i): good[(old, new, inst)] += 1
        net = {k: v for k, v in good.items() if v >= min_gain}
        bad = Counter()
        pairs = {(o, n) for o, n, _ in net}
        for s in sents:
            for i, old, new, ok in contributions(s, 3, 3 + s.n):
                if not ok and (old, new) in pairs:
                    for inst in instances(s.row, i):
                        k = (old, new, inst)
                        if k in net: bad[k] += 1
        del good
        picked = 0
        def update(s, sign):
            for i, old, new, ok in contributions(s, 3, 3 + s.n):
                if (old, new) in pairs:
                    for inst in instances(s.row, i):
                        k = (old, new, inst)
                        if k in net:
                            if ok: net[k] += sign
                            else: bad[k] += sign
        while picked < rebuild and len(rules) < max_rules:
            best, value = None, (0,)
            for k, g in net.items():
                gain = g - bad[k]
                if gain >= min_gain and g * (1-ratio) >= bad[k]:
                    v = (gain, -len(k[2]))
                    if best is None or v > value or (v == value and k < best): best, value = k, v
            if best is None:
                done = picked == 0
                break
            old, new, inst = best
            tests = tuple((f, o, v) for (f, o), v in zip(TEMPLATES[inst[0]], inst[1:]))
            rule = T.Rule(old=old, new=new, tests=tests)
            for s in sents:
                hits = hits_of(rule, s)
                if hits:
                    update(s, -1)
                    change(s, hits, new)
                    update(s, +1)
            rules.append(rule); picked += 1
            if log and len(rules) % 20 == 0:
                print(len(rules), f"{time.time()-t0:.0f}s gain {value[0]}", old, new, tests, f"{acc(sents):.4f}", flush=True)
            if len(rules) % 20 == 0: pickle.dump([(r.old, r.new, r.tests) for r in rules], open("/tmp/rules_part.pkl", "wb"))
            if time.time() - t0 > seconds: done = True; break
    return rules

def hits_of(rule, s):
    row = s.row
    if rule.old not in row.tag: return []
    return [i for i in range(3, 3 + s.n) if row.tag[i] == rule.old and rule.new in row.allowed[i] and T.matches(row, i, rule.tests)]

def change(s, hits, new):
    row = s.row
    for i in hits:
        row.tag[i] = new; row.group[i] = T.GROUPS.get(new, new)
    T.mark_clauses(row, 0)

def apply(rule, sents):
    for s in sents:
        hits = hits_of(rule, s)
        if hits: change(s, hits, rule.new)

def acc(sents):
    g = n = 0
    for s in sents:
        n += s.n; g += sum(map(str.__eq__, s.row.tag[3:-3], s.gold[3:-3]))
    return g / n

def trace(rules, sents):
    """gain of each rule on other texts"""
    out = []
    for r in rules:
        g = 0
        for s in sents:
            hits = hits_of(r, s)
            for i in hits:
                g += (s.gold[i] == r.new) - (s.gold[i] == r.old)
            if hits: change(s, hits, r.new)
        out.append(g)
    return out

if __name__ == "__main__":
    train = L.read_train(); names = sorted(train)
    held = [n for i, n in enumerate(names) if i % 6 == 0]
    learnt = {n: v for n, v in train.items() if n not in held}
    t = time.time()
    sents = jackknife(learnt)
    d = L.build(learnt.values())
    heldout = make([train[n] for n in held], d)
    print("prepared", time.time() - t, acc(sents), acc(heldout))
    rules = learn(sents, max_rules=int(sys.argv[1]), min_gain=int(sys.argv[2]), seconds=900)
    pickle.dump(rules, open("/tmp/rules.pkl", "wb"))
    gains = trace(rules, heldout)
    print("held", acc(heldout), "learn", acc(sents), len(rules))
    tot = 0
    for k in range(0, len(rules), 50): print(k, sum(gains[k:k+50]))
    dev = make(L.read_train(L.DATA / "dev_news.tsv").values(), L.build(train.values()))
    print("dev0", acc(dev)); trace(rules, dev); print("dev", acc(dev))

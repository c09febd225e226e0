"""Tagged texts and word lists -> `briefing/text/words.txt` and the rules of `briefing/lexicon/tagging.yml`."""
from __future__ import annotations

import gzip, sys, csv, time, pickle
from collections import Counter, defaultdict
from pathlib import Path

from briefing.text import tagging as T
from briefing.text.dictionary import Dictionary, LONGEST_ENDING, _MARKS

DATA = Path("/work/shared/eval/tagging")
SITE = Path(".venv/lib/python3.11/site-packages")
TAGS = set("CC CD DT EX FW IN JJ JJR JJS MD NN NNS NNP NNPS PDT POS PRP PRP$ RB RBR RBS RP SYM TO UH VB VBD VBG VBN VBP VBZ WDT WP WP$ WRB SC".split())


def read_train(path=DATA / "gum_train.tsv.gz"):
    docs, sent = {}, []
    opener = gzip.open if str(path).endswith("gz") else open
    with opener(path, "rt") as f:
        for line in f:
            line = line.rstrip("\n")
            if line.startswith("# "):
                if line.startswith("# doc"):
                    if sent: docs[name].append(sent); sent = []
                    name = line.split()[2]; docs[name] = []
                continue
            if not line:
                if sent: docs[name].append(sent); sent = []
                continue
            p = line.split("\t")
            sent.append((p[0], p[1]))
    if sent: docs[name].append(sent)
    return docs


def read_brill():
    lower, cased = {}, {}
    for line in open(SITE / "textblob/en/en-lexicon.txt", encoding="utf-8"):
        if line.startswith(";;;") or not line.strip(): continue
        w, _, t = line.rstrip("\n").rpartition(" ")
        t = t.split("|")[0]
        if t not in TAGS: continue
        if not w.replace("-", "").replace("'", "").isalpha(): continue
        (lower if w == w.lower() else cased)[w] = t
    return lower, cased


POS = {"noun": ["NN", "NNS"], "verb": ["VB", "VBD", "VBG", "VBN", "VBZ"], "adj": ["JJ", "JJR", "JJS"], "adv": ["RB", "RBR", "RBS"]}


def read_lemminflect():
    """form -> set of tags"""
    out = defaultdict(set)
    with gzip.open(SITE / "lemminflect/resources/infl_lu.csv.gz", "rt", encoding="utf-8") as f:
        for lemma, pos, rest in ((p[0], p[1], p[2:]) for p in (l.rstrip("\n").split(",") for l in f)):
            yield lemma, pos, rest


def lemma_classes():
    out = defaultdict(list)
    def add(w, t):
        if w and t not in out[w]: out[w].append(t)
    for lemma, pos, rest in read_lemminflect():
        if lemma != lemma.lower(): continue
        r = [[x for x in f.split("/") if x] for f in rest] + [[], [], [], []]
        if pos == "noun":
            add(lemma, "NN")
            for x in r[0]: add(x, "NNS") if x != lemma else None
        elif pos == "verb":
            add(lemma, "VB"); add(lemma, "VBP")
            # order of columns looked up below
            past, part, ing, third = r[:4]
            for x in past: add(x, "VBD")
            for x in part or past: add(x, "VBN")
            for x in ing: add(x, "VBG"); add(x, "NN")
            for x in third: add(x, "VBZ")
        elif pos == "adj":
            add(lemma, "JJ")
            for x in r[0]: add(x, "JJR")
            for x in r[1]: add(x, "JJS")
        elif pos == "adv":
            add(lemma, "RB")
            for x in r[0]: add(x, "RBR")
            for x in r[1]: add(x, "RBS")
    return out


def counts_of(docs):
    """counts of lower-case forms, and of capitalised forms inside / at start"""
    lower, cased, initial = defaultdict(Counter), defaultdict(Counter), defaultdict(Counter)
    for sents in docs:
        for s in sents:
            words = [w for w, _ in s]
            head = T._is_headline(words)
            opening = True
            for w, t in s:
                low = w.lower()
                if w == low: lower[w][t] += 1
                elif opening or head: initial[w][t] += 1
                else: cased[w][t] += 1
                opening = opening and not w[0].isalnum() or w in "“\"‘:"
    return lower, cased, initial

CLOSED = {"IN","DT","CC","PRP","PRP$","TO","MD","WDT","WP","WP$","WRB","EX","SC","POS","PDT"}
BRILL_LOW, BRILL_CAP = read_brill()
LEMMA = lemma_classes()
OPEN_FORMS = {"NN","NNS","JJ","JJR","JJS","RB","RBR","RBS","VB","VBP","VBD","VBN","VBG","VBZ","CD","UH","FW"}

def tidy(order):
    """what belongs together"""
    if "VB" in order and "VBP" not in order and "MD" not in order: order.append("VBP")
    if "VBP" in order and "VB" not in order and order[0] != "PRP+VBP": order.append("VB")
    if "VBD" in order and "VBN" not in order: pass
    return tuple(order)

def words_of(lower, initial, min_ratio=0.0, lemma=True):
    words = {}
    forms = set(lower) | set(BRILL_LOW) | {w.lower() for w in initial}
    for w in forms:
        if w in _MARKS: continue
        if any(ch.isdigit() for ch in w): continue
        c = Counter(lower.get(w, {}))
        for form in {w.capitalize()}:
            for t, n in initial.get(form, {}).items():
                if t not in ("NNP","NNPS"): c[t] += n
        n = sum(c.values())
        b = BRILL_LOW.get(w)
        c = Counter({t: k for t, k in c.items() if k > n * min_ratio})
        if not c and not b: continue
        score = Counter({t: float(k) for t, k in c.items()})
        if b: score[b] += 1.5 if c else 1
        order = [t for t, _ in sorted(score.items(), key=lambda x: (-x[1], x[0]))]
        if not set(order) & CLOSED or n < 20:
            if lemma:
              for t in LEMMA.get(w, ()):
                if t not in order: order.append(t)
        words[w] = tidy(order)
    return words

def cased_of(cased, initial, words):
    out = {}
    forms = set(cased) | set(BRILL_CAP)
    for w in forms:
        if any(ch.isdigit() for ch in w): continue
        c = Counter(cased.get(w, {}))
        b = BRILL_CAP.get(w)
        low = w.lower()
        score = Counter({t: float(k) for t, k in c.items()})
        if b: score[b] += 1.5 if c else 1
        # what stands at the start of a sentence is as its lower form
        if not c and b and low in words and b not in ("NNP", "NNPS", "JJ", "NNS") : continue
        if not score: continue
        order = [t for t, _ in sorted(score.items(), key=lambda x: (-x[1], x[0]))]
        if low not in words and order == ["NNP"]: continue   # the default
        if low in words:
            if order[0] in ("NNP","NNPS") and low in words and not c and words[low][0] in CLOSED: continue
            for t in words[low]:
                if t not in order: order.append(t)
        for t in ("NNP",):
            if t not in order: order.append(t)
        out[w] = tidy(order)
    return out

def endings_of(words, lower, initial):
    """the classes of rare words by their last letters"""
    table = defaultdict(Counter)
    total = Counter()
    for w, tags in words.items():
        n = sum(lower.get(w, {}).values())
        if n > 3 or tags[0] in CLOSED or "-" in w or not w.isalpha(): continue
        for k, t in enumerate(tags[:1]):
            for L in range(1, LONGEST_ENDING + 1):
                if len(w) > L: table[w[-L:]][t] += 1
    out = {}
    for e in sorted(table, key=lambda e: (len(e), e)):
        c = table[e]; n = sum(c.values())
        if n < (12 if len(e) > 1 else 1): continue
        order = [t for t, k in c.most_common() if k >= 0.04 * n or k == max(c.values())]
        order = sorted(order, key=lambda t: (-c[t], t))
        if "VB" in order and "VBP" not in order: order.append("VBP")
        if "VBD" in order and "VBN" not in order: order.append("VBN")
        if "VBN" in order and "VBD" not in order: order.append("VBD")
        parent = next((out[e[-L:]] for L in range(len(e)-1, 0, -1) if e[-L:] in out), None)
        if parent is not None and (parent[0] == order[0] and set(order) <= set(parent)): continue
        out[e] = tuple(order)
    return out

def build(docs, **kw):
    lower, cased, initial = counts_of(docs)
    words = words_of(lower, initial, **kw)
    endings = endings_of(words, lower, initial)
    capital = cased_of(cased, initial, words)
    guess = Dictionary(words={}, cased={}, endings=endings)
    def needless(w, t):
        if w in lower and sum(lower[w].values()) > 1: return False
        g = guess._unknown(w)
        return g[0] == t[0] and set(t) <= set(g)
    words = {w: t for w, t in words.items() if not needless(w, t) and "'" not in w and "’" not in w or w in ("'s", "’s", "'", "’", "n't","o'clock")}
    return Dictionary(words=words, cased=capital, endings=endings)

def accuracy(d, docs, show=0):
    good = n = allowed = 0
    wrong = Counter()
    for sents in docs:
        for s in sents:
            words = [w for w, _ in s]
            row = T.rows_of([words], [[w.lower() for w in words]], d)
            for (w, t), g, c in zip(s, row.tag[3:], row.allowed[3:]):
                n += 1; good += t == g; allowed += t in c
                if t not in c: wrong[(w, t, c)] += 1
    return good / n, allowed / n, wrong

if __name__ == "__main__":
    train = read_train()
    dev = read_train(DATA / "dev_news.tsv")
    d = build(train.values())
    print(len(d.words), len(d.cased), len(d.endings))
    a, b, wrong = accuracy(d, dev.values())
    print(a, b)
    for k, v in wrong.most_common(60): print(v, k)

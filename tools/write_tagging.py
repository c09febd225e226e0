import sys,pickle,json; sys.path.insert(0,'tools')
from collections import defaultdict
HEAD='''# How the class of each word of a sentence is told: `python build.py explain FILE` and briefing/text/tagging.py.
#
# Classes are the tags of the Penn Treebank: NN noun, NNS plural, NNP name, NNPS plural name, VB infinitive,
# VBP and VBZ present, VBD past, VBN and VBG participles, MD modal, JJ adjective, RB adverb, RP particle,
# DT determiner, PRP pronoun, IN preposition, TO "to" before an infinitive, CC conjunction, CD number;
# SC opens a subordinate clause ("that", "because").
#
# words     forms in lower case that have these classes and no others, the commonest first
# endings   the same for forms that the dictionary (briefing/text/words.txt) lacks, by their last letters
# rules     tried in this order after each word got its commonest class. `from` becomes `to`, where the form may
#           have that class and all of this holds; -1 is the word before, +2 the second word after:
#             word     the word in lower case            tag     its class so far
#             classes  all that the form may be          ending  its last three letters
#             group    noun (numbers and names too), pronoun, determiner, adjective, adverb, preposition, mark,
#                      finite (verbs with a tense) or verb (infinitives and participles), else the class itself
#             shape    lower, capital, capitals, number or mark; "first capital" for the first word
#             clause   what its clause holds before it: nothing, a subject, a verb, or a verb "and"
#             ahead    what comes first behind it: a finite verb, another clause, or the end
#             balance  whether the sentence lacks finite verbs for its clauses, is even or has more
#           `#` stands for what lies before and behind a sentence.
# The endings and the rules were learned by `tools/learn_tags.py` from texts that people tagged; the order matters.
'''
def q(v):
    import re
    plain=re.fullmatch(r"[A-Za-z][A-Za-z $]*",v) and v.lower() not in ("true","false","null","no","on","yes","off","y","n")
    return v if plain and not v.endswith(" ") else json.dumps(v,ensure_ascii=False)
def write(d,rules,words,path='briefing/lexicon/tagging.yml'):
    out=[HEAD+'words:']
    for w,t in words.items(): out.append(f'  {q(w)}: {q(" ".join(t))}')
    out.append('endings:')
    for e,t in sorted(d.endings.items(), key=lambda x:(x[0][::-1])): out.append(f'  {q(e)}: {q(" ".join(t))}')
    out.append('rules:')
    for old,new,tests in rules:
        w=", ".join(f'{n}{o:+d}: {q(v)}' if o else f'{n}: {q(v)}' for n,o,v in tests)
        out.append(f'  - {{from: {q(old)}, to: {q(new)}, where: {{{w}}}}}')
    open(path,'w').write("\n".join(out)+"\n")
def write_words(d,path='briefing/text/words.txt'):
    by=defaultdict(list)
    for w,t in d.words.items(): by[" ".join(t)].append(w)
    for w,t in d.cased.items(): by["^"+" ".join(t)].append(w)
    head='''# Forms and the classes that they can have, the commonest first; ^ marks forms with capitals.
# Written by tools/learn_tags.py; do not edit: a desk's own rows stand in briefing/lexicon/tagging.yml.
# Made of the lexicon of Brill's tagger (Copyright 1993 by the Massachusetts Institute of Technology and the
# University of Pennsylvania, MIT licence) as TextBlob ships it (Copyright Steven Loria and contributors, MIT),
# of LemmInflect's table (Copyright 2019 Brad Jascob, MIT; from the SPECIALIST Lexicon of the U.S. National Library
# of Medicine), and of counts in GUM (annotations CC BY 4.0, Amir Zeldes and others). See docs/licences.md.
'''
    open(path,'w').write(head+"\n".join(f"{k}\t{' '.join(sorted(v))}" for k,v in sorted(by.items()))+"\n")
WORDS={'cannot':('MD',),'%':('NN',)}
if __name__=='__main__':
    d=pickle.load(open('/tmp/dict.pkl','rb')); rules=pickle.load(open(sys.argv[1],'rb'))
    write_words(d); write(d,rules,WORDS)

"""Scores word classes, phrases and clauses on annotated sentences.  `python tests/quality/tags.py FOLDER`."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import yaml

from briefing.text import parsing
from briefing import lexicon

NOUN, VERB = ("NN", "NNS"), ("VB", "VBD", "VBG", "VBN", "VBP", "VBZ")
FINITE = ("VBD", "VBZ", "VBP", "MD")


def read(path: Path):
    sentences, rows = [], []
    for line in path.read_text("utf-8").splitlines():
        if line.startswith("# "):
            continue
        if line:
            word, tag, upos, head, relation = line.split("\t")
            rows.append((word, tag, upos, int(head), relation))
        elif rows:
            sentences.append(rows)
            rows = []
    return sentences + ([rows] if rows else [])


def subtree(rows, root):
    inside = {root}
    while True:
        more = {k for k, r in enumerate(rows) if r[3] - 1 in inside} - inside
        if not more:
            return inside
        inside |= more


def bare(rows, first, end):
    """Without marks at the edges and without "that"."""
    skip = (",", ".", ":", "``", "''")
    while end > first and rows[end - 1][1] in skip:
        end -= 1
    while first < end and (rows[first][1] in skip or (rows[first][0].lower() == "that" and rows[first][1] == "SC")):
        first += 1
    return first, end


def main(folder: Path) -> None:
    sentences = read(folder / "dev_news.tsv")
    show = sys.argv[2] if len(sys.argv) > 2 else ""
    parser = parsing.parser(lexicon.load())
    carrying = {form for cue in lexicon.load().speech.cues if {"that", "clause"} & set(cue.takes) for form in cue.forms}
    right = total = 0
    both = both_right = both_exact = 0
    confusion = Counter()
    tp = fp = fn = 0
    s_tp = s_fp = s_fn = 0
    ext = ext_ok = ext_found = 0
    h_ok = h_n = 0
    for rows in sentences:
        forms = tuple(r[0] for r in rows)
        lower = tuple(f.lower() for f in forms)
        syntax = parser.parse(forms, lower)
        for k, (r, tag) in enumerate(zip(rows, syntax.tags)):
            total += 1
            right += r[1] == tag
            if r[1] != tag:
                confusion[(r[1], tag)] += 1
                if show == f"{r[1]}>{tag}":
                    print(r[0], "|", " ".join(f"{w}/{t}" for w, t in list(zip(forms, syntax.tags))[max(0, k - 5) : k + 5]))
            classes = parser.tagger.dictionary.classes(forms[k], lower[k], k == 0)
            if set(classes) & set(NOUN) and set(classes) & set(VERB) and r[1] in NOUN + VERB:
                both += 1
                both_exact += r[1] == tag
                both_right += (r[1] in NOUN) == (tag in NOUN) and tag in NOUN + VERB
            gf, pf = r[1] in FINITE or "+" in r[1], tag in FINITE or "+" in tag
            tp += gf and pf
            fp += pf and not gf
            fn += gf and not pf
        for k, r in enumerate(rows):
            if r[2] == "VERB" and r[0].lower() in carrying and (r[1] in FINITE or any(x[3] - 1 == k and x[4].startswith("aux") and x[1] in FINITE for x in rows)):
                subjects = [n for n, x in enumerate(rows) if x[3] - 1 == k and x[4].startswith("nsubj")]
                verb = syntax.verb_at(k)
                found = None
                if verb is not None and verb.head == k and verb.finite:
                    found = syntax.subject_of(verb)
                clause = syntax.clause_of(verb) if verb is not None else None
                # shared subjects of coordinated verbs are not annotated
                if subjects:
                    if found is not None and found.first <= subjects[0] < found.end:
                        s_tp += 1
                    else:
                        s_fn += 1
                        s_fp += found is not None
                        if show == "subject":
                            print(r[0], "| gold", rows[subjects[0]][0], "| found", forms[found.head] if found else None, "|", " ".join(f"{w}/{t}" for w, t in zip(forms, syntax.tags)), "\n")
                elif found is not None and rows[found.head][1] != "WP" and clause is not None and clause.kind != "coordinated" and r[4] != "conj":
                    s_fp += 1
                    if show == "subject":
                        print(r[0], "| gold NONE | found", forms[found.head], "|", " ".join(f"{w}/{t}" for w, t in zip(forms, syntax.tags)), "\n")
                said = [n for n, x in enumerate(rows) if x[3] - 1 == k and x[4] == "ccomp"]
                if said and verb is not None:
                    inside = subtree(rows, said[0]) 
                    gold = bare(rows, min(inside), max(inside) + 1)
                    mine = [bare(rows, *part) for part in clause.content] if clause else []
                    ext += 1
                    ext_found += bool(mine)
                    ext_ok += gold in mine
                    if show == "extent" and gold not in mine:
                        print(r[0], "| gold", " ".join(forms[gold[0] : gold[1]]), "\n   mine", [" ".join(forms[a:b]) for a, b in mine], "\n   ", " ".join(f"{w}/{t}" for w, t in zip(forms, syntax.tags)), [(c.kind, c.first, c.end, c.verb and forms[c.verb.head], c.subject and forms[c.subject.head]) for c in syntax.clauses], "\n")
    print(f"Penn tags {right / total:.4f} of {total}")
    print(f"noun or verb: class {both_right / both:.4f} exact {both_exact / both:.4f} of {both}")
    print(f"finite: precision {tp / (tp + fp):.4f} recall {tp / (tp + fn):.4f} of {tp + fn}")
    p, q = s_tp / max(1, s_tp + s_fp), s_tp / max(1, s_tp + s_fn)
    print(f"subject of a verb of saying: precision {p:.3f} recall {q:.3f} F1 {2 * p * q / max(1e-9, p + q):.3f} of {s_tp + s_fn}")
    print(f"extent: exact {ext_ok / ext:.3f} found {ext_found / ext:.3f} of {ext}")
    good = 0
    cases = yaml.safe_load((folder / "homographs.yml").read_text("utf-8"))
    for case in cases:
        from briefing.tokens import tokenize
        from briefing.model import Span
        tokens = tokenize(case["sentence"], Span(0, len(case["sentence"])))
        syntax = parser.parse(tuple(t.text for t in tokens), tuple(t.lower for t in tokens))
        at = [t.text for t in tokens].index(case["word"])
        good += syntax.tags[at] == case["tag"]
        if syntax.tags[at] != case["tag"]:
            print("  ", case["sentence"], case["word"], case["tag"], syntax.tags[at])
    print(f"homographs {good} of {len(cases)}")
    if show == "confusion":
        print(confusion.most_common(40))


if __name__ == "__main__":
    main(Path(sys.argv[1]))

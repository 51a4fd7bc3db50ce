"""Asks of field values: `ask` writes one a line, kind and text in hexadecimal; `compare ASKED SAID` reads
what was said of each, the canonical form in hexadecimal or `-`, and holds it against http-sf."""

import random
import sys

import http_sf

KINDS = ("item", "list", "dictionary")

# RFC 9651 sections 3 and 4, and what is just beside them.
PIECES = """
1 -1 0 -0 00 007 999999999999999 1000000000000000 - -- +1 1. .1 1.5 1.50 1.555 1.5555 -1.5 0.0 123456789012.1 1234567890123.1
1e3 "" "a" "a b" "\\"" "\\\\" "\\a" "a "\u00e9" '' a A *a a/b a:b a! a@b 1a -a _a *
:: :=: :==: :YQ==: :YW=: :YQ===: :YWJj=: :YW=J: :YQ: :YR==: :Y: :YQ==:: :!: :YWI=: ?0 ?1 ?2 ? ?00 @0 @1659578233 @-1 @1.5 @ %"" %"a" %"%c3%bc" %"%C3%BC" %"%c3" %"% %"\u00e9"
() (1) (1 2) (a;b "c";d=?0) ( 1 ) (1,2) ((1)) ( (1)( a;b a;b=1 a;b;b=2 a;B a;b= a;*b a; a;b;c=(1) a ;b a; b a=1 a=(1 2);x a a=?0 a=?1 b=a;c
""".split()
JOINTS = [",", ", ", " ,", ",,", " ", "\t", ", \t", ";", "=", "", ";a=", ";a;b=", " ;"]


def texts():
    for piece in PIECES:
        for around in ("{}", " {}", "{} ", "\t{}", "{},", ",{}", "k={}", "({})", "{};p", "{}, {}", "k={}, k={}"):
            yield around.replace("{}", piece)
    yield ""
    yield " "
    chance = random.Random(9651)
    for _ in range(30_000):
        text = chance.choice(PIECES)
        for _ in range(chance.randrange(4)):
            text += chance.choice(JOINTS) + chance.choice(PIECES)
        yield text
        if text and chance.random() < 0.5:
            at = chance.randrange(len(text))
            yield text[:at] + chance.choice(["", " ", '"', "%", "\\", "\x00", "\x7f", "1", "a"]) + text[at + 1 :]


def ask():
    for text in texts():
        for kind in KINDS:
            print(kind, text.encode("latin1").hex() or "-")


def canonical(kind, value):
    try:
        parsed = http_sf.parse(value, tltype=kind)
    except http_sf.StructuredFieldError:
        return None
    # Nothing stands for no members, and is not written.
    return "" if kind != "item" and not parsed else http_sf.ser(parsed)


def compare(asked, said):
    count = refused = 0
    wrong = []
    with open(asked, encoding="ascii") as questions, open(said, encoding="ascii") as answers:
        for question, answer in zip(questions, answers, strict=True):
            kind, text = question.split()
            value = b"" if text == "-" else bytes.fromhex(text)
            word = answer.strip()
            ours = None if word == "-" else bytes.fromhex(word[1:]).decode("latin1")
            theirs = canonical(kind, value)
            count += 1
            refused += theirs is None
            if ours != theirs:
                wrong.append(f"{kind} {value!r}: {ours!r}, but http-sf {theirs!r}")
    print("\n".join(wrong[:40]))
    print(f"{count} texts, {refused} refused by both, {len(wrong)} seen otherwise")
    return 1 if wrong or count < 90_000 else 0


if __name__ == "__main__":
    sys.exit(ask() if sys.argv[1] == "ask" else compare(sys.argv[2], sys.argv[3]))

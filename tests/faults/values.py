"""What people and programs leave in a score cell, and in a text, with what each value is owed.

A score cell is owed either the code of a finding in that very cell, or its points and no finding there. It stands in
a row of at most 100 points. No value is ever guessed.
This module holds values only.
"""

from __future__ import annotations

import unicodedata
from typing import Final

# Texts typed into the cell: the text, and what is owed.
TYPED: Final[dict[str, tuple[str, str]]] = {
    "comma": ("4,5", "4.5"),
    "padded": (" 4.5 ", "4.5"),
    "full-width": ("４", "4"),
    "full-width-comma": ("４，５", "4.5"),
    "leading-zero": ("05", "5"),
    "fraction": ("1/2", "TD202"),
    "score-of": ("4/5", "TD202"),
    "two-points": ("4.5.6", "TD210"),
    "german": ("1.234,5", "TD210"),
    "english": ("1,234.5", "TD210"),
    "ambiguous-thousand": ("1.000", "TD210"),
    "unicode-minus": ("−3", "TD204"),
    "en-dash": ("–", "TD201"),
    "hyphen": ("-", "TD201"),
    "words": ("4 điểm", "4"),
    "unit": ("4đ", "4"),
    "no-break-space": ("4\u00a0", "4"),
    "zero-width": ("\u200b4", "4"),
    "bom": ("\ufeff4", "4"),
    "arabic-digit": ("٤", "TD202"),
    "superscript": ("²", "TD202"),
    "roman": ("Ⅳ", "TD202"),
    "exponent": ("4e2", "TD202"),
    "overflow": ("1e309", "TD202"),
    "inf": ("inf", "TD202"),
    "nan": ("nan", "TD202"),
    "none": ("None", "TD202"),
    "null": ("NULL", "TD202"),
    "underscore": ("1_0", "TD202"),
    "hex": ("0x10", "TD202"),
    "bool-word": ("TRUE", "TD202"),
    "cross": ("x", "TD201"),
    "tick": ("✓", "TD202"),
    "empty": ("", "TD201"),
    "space": (" ", "TD201"),
    "only-zero-width": ("\u200b", "TD201"),
    "quote": ("'4", "4"),
    "formula-text": ("=4", "TD202"),
    "percent": ("85%", "TD207"),
    "range": ("4-5", "TD202"),
    "two-lines": ("4\n5", "TD210"),
    "plus": ("+4", "4"),
    "parentheses": ("(4)", "TD202"),
}

# What a file may store in the cell: attributes, content, number format, and what is owed.
STORED: Final[dict[str, tuple[str, str, int | None, str]]] = {
    "negative": ("", "<v>-1</v>", None, "TD204"),
    "above-maximum": ("", "<v>100.000001</v>", None, "TD203"),
    "float-noise": ("", "<v>0.30000000000000004</v>", None, "TD211"),
    "huge": ("", "<v>1e308</v>", None, "TD203"),
    "overflow": ("", "<v>1e999</v>", None, "TD202"),
    "nan": ("", "<v>NaN</v>", None, "TD202"),
    "inf": ("", "<v>INF</v>", None, "TD202"),
    "text-in-number": ("", "<v>abc</v>", None, "TD202"),
    "empty-v": ("", "<v></v>", None, "TD201"),
    "no-v": ("", "", None, "TD201"),
    "many-digits": ("", f"<v>{'9' * 5000}</v>", None, "TD202"),
    "date": ("", "<v>45689</v>", 14, "TD206"),
    "date-with-fraction": ("", "<v>45689.75</v>", 22, "TD206"),
    "date-serial-60": ("", "<v>60</v>", 14, "TD206"),
    "date-negative": ("", "<v>-1</v>", 14, "TD206"),
    "date-past-9999": ("", "<v>2958466</v>", 14, "TD206"),
    "time": ("", "<v>0.1875</v>", 20, "TD206"),
    "percent": ("", "<v>0.85</v>", 9, "TD207"),
    "duration": ("", "<v>1.5</v>", 46, "TD206"),
    "boolean": ('t="b"', "<v>1</v>", None, "TD208"),
    "boolean-invalid": ('t="b"', "<v>7</v>", None, "TD208"),
    "iso-date": ('t="d"', "<v>2025-02-01</v>", None, "TD206"),
    "iso-date-invalid": ('t="d"', "<v>2025-13-45</v>", None, "TD202"),
    "unknown-type": ('t="zzz"', "<v>4</v>", None, "4"),
    "unknown-error": ('t="e"', "<v>#WHAT!</v>", None, "TD205"),
    "rich-text": ('t="inlineStr"', "<is><r><rPr><b/></rPr><t>4</t></r><r><t>,5</t></r></is>", None, "4.5"),
    "phonetic": ('t="inlineStr"', '<is><t>4</t><rPh sb="0" eb="1"><t>9</t></rPh></is>', None, "4"),
    "formula-no-cache": ("", "<f>2+2</f>", None, "TD209"),
    "formula-empty-cache": ("", "<f>2+2</f><v></v>", None, "TD209"),
    "formula-stale": ("", "<f>2+2</f><v>9</v>", None, "9"),
    "formula-text": ('t="str"', '<f>"4"</f><v>4</v>', None, "4"),
    "formula-error": ('t="e"', "<f>1/0</f><v>#DIV/0!</v>", None, "TD205"),
    "formula-external": ("", "<f>[1]Sheet1!$A$1</f><v>9</v>", None, "9"),
    "formula-dde": ("", "<f>cmd|' /C calc'!A0</f><v>0</v>", None, "0"),
    "formula-broken": ("", "<f>SUM((((</f><v>4</v>", None, "4"),
    **{
        f"error-{code.strip('#!?/').replace('/', '').lower()}": ('t="e"', f"<v>{code}</v>", None, "TD205")
        for code in ("#REF!", "#N/A", "#VALUE!", "#NAME?", "#NULL!", "#NUM!", "#GETTING_DATA")
    },
}

# Texts that other programs would run, draw or stumble over.
HOSTILE: Final[dict[str, str]] = {
    "dde": "=cmd|' /C calc'!A0",
    "dde-plus": "+cmd|' /C calc'!A0",
    "dde-minus": "-2+3+cmd|' /C calc'!A0",
    "dde-at": "@SUM(1+9)*cmd|' /C calc'!A0",
    "hyperlink": '=HYPERLINK("http://127.0.0.1:9/?x="&A1,"xem")',
    "tab-formula": "\t=1+1",
    "cr-formula": "\r=1+1",
    "newline-formula": "\n=1+1",
    "full-width-equals": "＝1+1",
    "quote-breakout": '",=1+1,"',
    "semicolon": 'a;b;"c"',
    "ansi-clear": "\x1b[2J\x1b[31mOK",
    "ansi-title": "\x1b]0;x\x07",
    "bidi": "abc\u202e321",
    "html": "<script>alert(1)</script>",
    "markdown": "[a](javascript:1) | `b` | **c**",
    "template": "{0} {x} %s %n ${HOME} `id`",
    "newlines": "a\n" * 10_000,
    "cell-limit": "ă" * 32_767,
    "past-cell-limit": "ă" * 40_000,
    "long": "x" * (2 << 20),
    "escaped-control": "a_x0000__x001F_b_x000D_",
    "escaped-surrogate": "_xD800_",
    "combining": "e" + "\u0301" * 5_000,
    "nfd": unicodedata.normalize("NFD", "Đánh giá cải cách"),
    "emoji": "👨‍👩‍👧‍👦🇻🇳",
    "noncharacter": "a\ufffd\ufdd0b",
    "path": "../../../etc/passwd",
    "nbsp-only": "\u00a0\u3000",
}

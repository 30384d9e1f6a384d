"""HUD's codes for preferred languages (C4.A, FY2024) as BCP 47 tags.

Only languages that one tag names without doubt; for the rest the report says which code it was.
"""

LANGUAGES = {
    101: "aa", 102: "af", 104: "ak", 107: "sq", 110: "ase", 111: "am", 114: "ar", 115: "hy",
    118: "ay", 119: "az", 123: "bm", 126: "eu", 128: "be", 129: "bem", 131: "bn", 134: "bs",
    136: "bg", 137: "my", 138: "km", 139: "yue", 140: "kea", 141: "ca", 142: "ceb", 144: "cld",
    145: "ch", 147: "chr", 148: "zh", 150: "cho", 151: "chk", 153: "hr", 154: "cs", 156: "da",
    157: "prs", 167: "nl", 168: "dz", 171: "en", 172: "et", 173: "ee", 175: "fa", 176: "fj",
    177: "fil", 178: "fi", 179: "nl-BE", 180: "fr", 181: "frc", 182: "fr-CA", 184: "ht",
    186: "ff", 188: "gaa", 193: "ka", 194: "de", 195: "aln", 197: "el", 198: "gu", 200: "gul",
    204: "ht", 205: "ht", 206: "hak", 209: "ha", 211: "haw", 212: "he", 213: "hil", 214: "hi",
    216: "hmn", 217: "nan", 219: "hop", 221: "hu", 223: "is", 224: "ig", 225: "ilo", 226: "id",
    227: "iu", 229: "it", 231: "jam", 232: "ja", 234: "jv", 237: "pga", 243: "kn", 244: "kar",
    245: "ks", 247: "kk", 252: "km", 253: "quc", 254: "ki", 256: "rw", 259: "ko", 262: "kri",
    264: "kmr", 265: "ky", 266: "lkt", 267: "lo", 268: "lv", 270: "ln", 272: "lt", 275: "lg",
    276: "luo", 278: "mk", 279: "ms", 280: "ml", 281: "mt", 282: "mam", 283: "cmn", 284: "mnk",
    287: "mr", 289: "mh", 292: "ium", 297: "mn", 299: "ary", 301: "mus", 303: "nv", 308: "ne",
    310: "pcm", 312: "no", 313: "nus", 315: "ny", 318: "oj", 319: "om", 321: "pap", 322: "ps",
    323: "pdc", 324: "fa", 328: "pon", 329: "pl", 330: "pt", 331: "pt-BR", 337: "pa", 339: "qu",
    343: "rhg", 344: "ro", 345: "rn", 346: "ru", 347: "sm", 351: "sr", 353: "sn", 356: "sd",
    357: "si", 359: "sk", 360: "sl", 363: "so", 364: "snk", 365: "ckb", 367: "es", 369: "apd",
    373: "sw", 374: "ss", 375: "sv", 376: "syl", 377: "tl", 379: "tg", 380: "ta", 383: "te",
    384: "th", 385: "bo", 387: "ti", 390: "to", 395: "tn", 396: "tr", 397: "tk", 398: "tw",
    400: "uk", 403: "ur", 404: "ug", 405: "uz", 407: "vi", 409: "cy", 411: "wo", 414: "xh",
    417: "yi", 418: "yo", 424: "zu",
}  # fmt: skip

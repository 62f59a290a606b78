"""The weights of the signs in `joins`: log-odds per unit, fitted by logistic regression.

The pages are those of `python -m draw --kind all --seed 911 --count 4 --score-format`, each with its rows
read across the columns, once clean and once with 0.8 % of the characters misread and 0.5 % lost: a true
successor against all pieces of five rows, true ones weighing as much as all others. A name of two
pairs of letters is the fills of both pieces (`pieces.Fill`). `model` is the gain of a word model (`ngrams`).
"""

# fmt: off
BUILT_IN_WEIGHTS = {
    "bad_break": -0.22, "begins": 0.15, "begins_after_mark": 0.24, "bias": -1.73, "clashes": -1.66,
    "closes": 1.85, "comma": 1.04, "doc2": 1.38, "doc3": 2.0, "doc4": 0.57, "ends": 0.25,
    "ends_begins": 0.01, "kinds": 0.43, "noclose": -0.91, "number_cut": -0.64, "number_unit": 3.44,
    "number_word": -0.25, "odd_closes": 1.56, "open_closes": 1.25, "quotes_alike": 0.9,
    "sentence_end": 0.05, "subject": 1.48, "unit_alone": -0.98, "word_cut": 1.29, "word_gain": 0.55,
    "word_number": 0.93, "FnFn": 0.61, "FnFs": 0.67, "FnIn": -1.23, "FnIs": 0.74, "FnSn": -1.82,
    "FnSs": 0.92, "FnW": -0.31, "FsFn": 1.16, "FsFs": 0.36, "FsIn": 2.51, "FsIs": 0.86, "FsSn": 1.25,
    "FsSs": 0.21, "FsW": -0.48, "InFn": 0.84, "InFs": 0.32, "InIn": -0.09, "InIs": 0.38, "InSn": -3.24,
    "InSs": -0.11, "InW": -1.2, "IsFn": 0.38, "IsFs": -1.33, "IsIn": 3.24, "IsIs": 0.76, "IsSn": 1.67,
    "IsSs": -1.77, "IsW": -0.65, "SnFn": -0.47, "SnFs": -0.28, "SnIn": -0.85, "SnIs": 0.03,
    "SnSn": -1.33, "SnSs": -1.09, "SnW": -1.83, "SsFn": -0.92, "SsFs": -0.15, "SsIn": 3.38, "SsIs": 2.18,
    "SsSn": 1.91, "SsSs": -0.68, "SsW": -1.49, "WFn": -0.9, "WFs": -0.1, "WIn": -1.04, "WIs": -0.87,
    "WSn": -1.93, "WW": 0.05,
}
MODEL_WEIGHTS = {
    "bad_break": -0.22, "begins": 0.13, "begins_after_mark": 0.24, "bias": -1.65, "clashes": -1.87,
    "closes": 1.67, "comma": 0.94, "doc2": 1.3, "doc3": 2.15, "doc4": 0.59, "ends": 0.22,
    "ends_begins": -0.01, "kinds": 0.27, "model": 0.34, "noclose": -1.15, "number_cut": -0.72,
    "number_unit": 3.33, "number_word": -0.36, "odd_closes": 1.57, "open_closes": 1.37,
    "quotes_alike": 0.92, "sentence_end": 0.04, "subject": 1.54, "unit_alone": -0.86, "word_cut": 0.6,
    "word_gain": 0.46, "word_number": 0.81, "FnFn": 0.63, "FnFs": 0.69, "FnIn": -1.13, "FnIs": 0.75,
    "FnSn": -1.81, "FnSs": 0.95, "FnW": -0.21, "FsFn": 1.09, "FsFs": 0.29, "FsIn": 2.44, "FsIs": 0.8,
    "FsSn": 1.18, "FsSs": 0.15, "FsW": -0.53, "InFn": 0.9, "InFs": 0.48, "InIn": -0.04, "InIs": 0.41,
    "InSn": -3.1, "InSs": 0.05, "InW": -1.23, "IsFn": 0.31, "IsFs": -1.36, "IsIn": 3.18, "IsIs": 0.71,
    "IsSn": 1.61, "IsSs": -1.81, "IsW": -0.68, "SnFn": -0.45, "SnFs": -0.22, "SnIn": -0.78, "SnIs": 0.16,
    "SnSn": -1.23, "SnSs": -1.42, "SnW": -1.74, "SsFn": -0.98, "SsFs": -0.21, "SsIn": 3.31, "SsIs": 2.11,
    "SsSn": 1.84, "SsSs": -0.74, "SsW": -1.52, "WFn": -0.89, "WFs": -0.07, "WIn": -0.97, "WIs": -0.77,
    "WSn": -1.84, "WSs": -0.06, "WW": 0.11,
}
# fmt: on

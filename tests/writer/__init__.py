"""The document writer: a disclosure as data in, documents of every format and many layouts out.

``model`` holds what a disclosure says, ``layout`` and ``forms`` turn it into printed pages (``printed``) in one of the
ways that governments print (``options``), ``formats`` writes those pages as bytes, ``expected`` says what the loaders
must read back, ``invent`` makes valid disclosures out of nothing. The bundled sample and the synthetic corpora of the
benchmarks are made with it.
"""

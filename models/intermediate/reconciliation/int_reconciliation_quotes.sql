-- The words of a document that a count of words is about, for the sentence that tells it.
select
    document_key,
    measure,
    quoted
from {{ ref('int_reconciliation_headings') }}
where quoted is not null
union all
select
    document_key,
    measure,
    quoted
from {{ ref('int_reconciliation_subject_names') }}
where quoted is not null
union all
select
    document_key,
    'listed_without_amount' as measure,
    quoted
from {{ ref('int_reconciliation_listed') }}
where quoted is not null
{% for measure in ['outdated', 'misnamed'] %}
union all
select
    document_key,
    '{{ measure }}_subjects' as measure,
    {{ measure }}_quoted as quoted
from {{ ref('int_reconciliation_labels') }}
where {{ measure }}_quoted is not null
{% endfor %}

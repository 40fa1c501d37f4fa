select
    comparison_id,
    document_key,
    rule_id,
    figure_id,
    side,
    status,
    is_proof
from {{ ref('int_reconciliation_participants') }}
where figure_id is not null

-- Which document's table counts where several documents of one disclosure print the same one. The rule, in this order:
-- an edition that calls itself corrected; more figures; more levels (class, section, item) whose sum is the printed
-- total; the smaller document key, so that the choice never depends on the order of loading.
-- Topics of disclosures with a single document have no row: they are current.
with entries as (

    select * from {{ ref('int_contested_topics') }}

),

topics as (

    select
        disclosure_key,
        document_key,
        topic,
        is_corrected_edition,
        count(*) as entry_count
    from entries
    group by disclosure_key, document_key, topic, is_corrected_edition

),

level_sums as (

    select
        document_key,
        topic,
        coalesce(table_seq, 0) as table_seq,
        measure,
        coalesce(fund, '') as fund,
        coalesce(fiscal_year, 0) as fiscal_year,
        subject_level,
        sum(amount_in_unit) as amount_in_unit
    from entries
    where subject_level is not null
    group by
        document_key, topic, coalesce(table_seq, 0), measure, coalesce(fund, ''), coalesce(fiscal_year, 0),
        subject_level

),

proofs as (

    select
        levels.document_key,
        levels.topic,
        count(*) as proof_count
    from level_sums as levels
    inner join level_sums as totals
        on
            levels.document_key = totals.document_key
            and levels.topic = totals.topic
            and levels.table_seq = totals.table_seq
            and levels.measure = totals.measure
            and levels.fund = totals.fund
            and levels.fiscal_year = totals.fiscal_year
            and levels.amount_in_unit = totals.amount_in_unit
    where levels.subject_level <> 'total' and totals.subject_level = 'total'
    group by levels.document_key, levels.topic

)

select
    topics.document_key,
    topics.topic,
    row_number() over (
        partition by topics.disclosure_key, topics.topic
        order by
            topics.is_corrected_edition desc, topics.entry_count desc, coalesce(proofs.proof_count, 0) desc,
            topics.document_key asc
    ) = 1 as is_current
from topics
left join proofs on topics.document_key = proofs.document_key and topics.topic = proofs.topic

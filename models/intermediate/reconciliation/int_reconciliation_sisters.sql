{%- set marks = ["' '", "'　'", 'chr(10)', 'chr(160)', "'：'", "':'"] -%}
{%- set plain = 'replace(' * 6 ~ 'cells.cell_text, ' ~ marks | join(", ''), ") ~ ", '')" -%}
-- What a performance form lacks that all its sister forms in the document print (five forms at least): a line with an
-- amount, by its words, or a nought where noughts are printed.
with figures as (

    select
        document_key,
        table_kind,
        table_seq,
        line_item || '|' || measure || '|' || coalesce(fund, '') as line,
        min(abs(amount_yuan)) over (partition by document_key, table_kind, line_item, measure, fund) as smallest
    from {{ ref('int_figures') }}
    where evidence = 'form' and table_seq is not null

),

forms as (

    select
        document_key,
        table_kind,
        table_seq,
        count(*) over (partition by document_key, table_kind) as forms
    from figures
    group by document_key, table_kind, table_seq

),

printed_lines as (

    select
        forms.document_key,
        forms.table_kind,
        forms.table_seq,
        regexp_extract({{ plain }}, '^([^0-9万元（(]*)', 1) as line,
        cells.cell_role = 'figure' as is_filled
    from forms
    inner join {{ ref('stg_raw__cells') }} as cells
        on forms.document_key = cells.document_key and forms.table_seq = cells.table_seq
    where cells.cell_role in ('figure', 'label', 'value')
    union all
    select
        document_key,
        table_kind,
        table_seq,
        line,
        true as is_filled
    from figures
    where smallest = 0

),

-- Amounts without words have no line of their own.
nearly_all as (

    select
        lines.document_key,
        lines.table_kind,
        lines.line
    from printed_lines as lines
    inner join forms on lines.document_key = forms.document_key and lines.table_seq = forms.table_seq
    where lines.line <> ''
    group by lines.document_key, lines.table_kind, lines.line
    having
        max(forms.forms) > 4 and count(distinct lines.table_seq) = max(forms.forms) - 1
        -- Lines that stand open in the sister forms are lines about money all the same where they say so.
        and (
            count(distinct case when lines.is_filled then lines.table_seq end) > 3
            or lines.line like '%预算安排' or lines.line like '%资金总额'
        )

),

lost as (

    select
        forms.document_key,
        forms.table_seq,
        count(*) as lines_missing
    from forms
    inner join nearly_all on forms.document_key = nearly_all.document_key and forms.table_kind = nearly_all.table_kind
    left join printed_lines as lines
        on
            forms.document_key = lines.document_key
            and forms.table_seq = lines.table_seq
            and nearly_all.line = lines.line
    where lines.table_seq is null
    group by forms.document_key, forms.table_seq

)

select
    forms.document_key,
    forms.table_seq,
    coalesce(lost.lines_missing, 0) as lines_missing
from forms
left join lost on forms.document_key = lost.document_key and forms.table_seq = lost.table_seq
where forms.forms > 4

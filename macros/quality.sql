{#-
    The grade of a disclosure or document. A: no hard or soft finding and all required tables. B: no hard finding and at
    least three quarters of the required tables. C: at most two hard findings and at least half of the tables. D: the
    rest. Nothing where nothing could be compared. Its columns: comparison_count, hard_finding_count,
    soft_finding_count, completeness_share (null where no table is required).
-#}
{% macro quality_grade() -%}
    case
        when comparison_count = 0 then null
        when hard_finding_count = 0 and soft_finding_count = 0 and coalesce(completeness_share, 1) = 1 then 'A'
        when hard_finding_count = 0 and coalesce(completeness_share, 1) >= 0.75 then 'B'
        when hard_finding_count <= 2 and coalesce(completeness_share, 1) >= 0.5 then 'C'
        else 'D'
    end
{%- endmacro %}

{#- Comparisons made and passed, by document or by disclosure. -#}
{% macro comparisons_counted(key) -%}
    select
        {{ key }},
        count(case when status in ('pass', 'discrepancy') then 1 end) as comparison_count,
        count(case when status = 'pass' then 1 end) as passed_count
    from {{ ref('int_reconciliation_comparisons') }}
    group by {{ key }}
{%- endmacro %}

{#- Findings by severity, by document or by disclosure. -#}
{% macro findings_counted(key) -%}
    select
        comparisons.{{ key }},
        count(case when causes.severity = 'hard' then 1 end) as hard_findings,
        count(case when causes.severity = 'soft' then 1 end) as soft_findings,
        count(case when causes.severity = 'info' then 1 end) as info_findings
    from {{ ref('int_finding_causes') }} as causes
    inner join {{ ref('int_reconciliation_comparisons') }} as comparisons
        on causes.comparison_id = comparisons.comparison_id
    group by comparisons.{{ key }}
{%- endmacro %}

-- Failing comparisons of money, under the key of the amount that explains them. Equal differences of one year in one
-- disclosure belong together where they concern one class of expenditure, and in any class where they have three digits
-- or more, which do not meet by chance (two rows with each other's amounts); a total joins the class that fails by the
-- same amount; a form's comparisons belong to their form.
with said as (

    select distinct terms.rule_id
    from {{ ref('reconciliation_rule_terms') }} as terms
    where {{ is_said('terms') }}

),

failures as (

    select
        *,
        coalesce(disclosure_key, document_key) as owner_key,
        case
            when rule_family = 'M' then instance_key
            when length(regexp_replace(cast(cast(abs(100 * difference) as decimal(24, 0)) as string), '0+$', '')) >= 3
                then null
            when length(subject_code) >= 3 then substring(subject_code, 1, 3)
        end as root
    from {{ ref('int_reconciliation_comparisons') }}
    where
        severity in ('hard', 'soft', 'info') and value_unit = 'yuan'
        -- What a word or a rate says of amounts is wrong by itself.
        and rule_id not in (select said.rule_id from said)

),

amounts as (

    select
        *,
        case
            when
                abs(difference) - lag(abs(difference)) over (
                    partition by owner_key, fiscal_year order by abs(difference), comparison_id
                ) <= coalesce(tolerance, 0)
                then 0
            else 1
        end as starts_cluster
    from failures

),

clustered as (

    select
        *,
        sum(starts_cluster) over (
            partition by owner_key, fiscal_year order by abs(difference), comparison_id
            rows between unbounded preceding and current row
        ) as cluster_no
    from amounts

)

select
    comparison_id,
    owner_key,
    -- Named by the amount itself, so that a finding keeps its id while others come and go.
    'yuan|' || cast(coalesce(fiscal_year, 0) as string) || '|'
    || cast(
        cast(min(abs(difference)) over (partition by owner_key, fiscal_year, cluster_no) as decimal(18, 2)) as string
    ) || '|'
    || coalesce(root, min(root) over (partition by owner_key, fiscal_year, cluster_no), '') as cause_key
from clustered

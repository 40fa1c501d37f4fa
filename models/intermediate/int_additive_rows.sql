-- The additive rows of every fact: leaves, and residuals where printed children do not add up to their printed parent.
-- A leaf is a subject with no longer code printed below it in its own component; so the rows of a component add up to
-- its printed total exactly, whatever the document's errors.
with nodes as (

    select * from {{ ref('int_additive_nodes') }}

),

linked as (

    select
        nodes.fact,
        nodes.disclosure_key,
        nodes.fiscal_year,
        nodes.fund,
        nodes.row_unit_name,
        nodes.component,
        nodes.amount_yuan,
        coalesce(sections.code, classes.code, '') as parent_code
    from nodes
    left join nodes as sections
        on
            length(nodes.code) > 5
            and substring(nodes.code, 1, 5) = sections.code
            and nodes.fact = sections.fact
            and nodes.disclosure_key = sections.disclosure_key
            and nodes.fiscal_year = sections.fiscal_year
            and nodes.fund = sections.fund
            and nodes.row_unit_name = sections.row_unit_name
            and nodes.component = sections.component
    left join nodes as classes
        on
            length(nodes.code) > 3
            and substring(nodes.code, 1, 3) = classes.code
            and nodes.fact = classes.fact
            and nodes.disclosure_key = classes.disclosure_key
            and nodes.fiscal_year = classes.fiscal_year
            and nodes.fund = classes.fund
            and nodes.row_unit_name = classes.row_unit_name
            and nodes.component = classes.component
    where nodes.code <> ''

),

children as (

    select
        fact,
        disclosure_key,
        fiscal_year,
        fund,
        row_unit_name,
        component,
        parent_code,
        sum(amount_yuan) as amount_yuan
    from linked
    group by fact, disclosure_key, fiscal_year, fund, row_unit_name, component, parent_code

),

rows_of_facts as (

    select
        nodes.*,
        children.parent_code is null as is_leaf,
        cast(nodes.amount_yuan - coalesce(children.amount_yuan, 0) as decimal(18, 2)) as own_yuan
    from nodes
    left join children
        on
            nodes.fact = children.fact
            and nodes.disclosure_key = children.disclosure_key
            and nodes.fiscal_year = children.fiscal_year
            and nodes.fund = children.fund
            and nodes.row_unit_name = children.row_unit_name
            and nodes.component = children.component
            and nodes.code = children.parent_code

)

select
    fact,
    disclosure_key,
    document_key,
    table_no,
    fiscal_year,
    reported_year,
    is_comparative,
    budget_stage,
    fund,
    case when row_unit_name <> '' then row_unit_name end as row_unit_name,
    component,
    case when code <> '' then code end as code,
    own_yuan as amount_yuan,
    case when is_leaf then line_origin else 'residual' end as line_origin,
    case when is_leaf then figure_id end as figure_id
from rows_of_facts
where (is_leaf and line_origin <> 'residual') or own_yuan <> 0

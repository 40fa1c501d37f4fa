{#-
    A refresh builds marts batch by batch: `meta.batch` names the documents that are new, changed or gone and all that
    are compared with them. Staging reads these only, staging and intermediate tables live in a scratch database, and
    each mart forgets the rows of the batch before it takes the new ones. Without the variable `batch` (dbt by hand,
    unit tests, Spark) everything is one batch and every model is built anew.
-#}
{% macro is_batch() -%}
    {{ return(var('batch', false)) }}
{%- endmacro %}

{#- The rows of a source that belong to the batch; nothing where everything does. -#}
{% macro only_batch() -%}
    {%- if is_batch() -%}
    where document_key in (select document_key from {{ source('meta', 'batch') }})
    {%- endif -%}
{%- endmacro %}

{#-
    The column by which the rows of a mart are replaced. A mart with none of them depends on no document, or on all:
    it is a `table` that reads code lists or other marts.
-#}
{% macro batch_key(node) -%}
    {%- for column in ['document_key', 'disclosure_key', 'budget_unit_key'] if column in node.columns -%}
        {{ return(column) }}
    {%- endfor -%}
    {{ exceptions.raise_compiler_error(
        node.name ~ ' has no key by which the rows of a batch are replaced; give it one or make it a table.'
    ) }}
{%- endmacro %}

{#-
    Before a mart takes the rows of a batch: what it held of the batch's documents leaves. Not in a full build, whose
    batches have no document in common.
-#}
{% macro forget_batch() -%}
    {%- if execute and is_incremental() and var('forgets', true) -%}
        {%- set key = batch_key(model) -%}
        delete from {{ this }}
        where {{ key }} in (select {{ key }} from {{ source('meta', 'batch') }} where {{ key }} is not null)
    {%- endif -%}
{%- endmacro %}

{#- Staging and intermediate tables of a batch are scratch: nobody ever publishes them. -#}
{% macro generate_database_name(custom_database_name=none, node=none) -%}
    {%- if is_batch() and node is not none and node.fqn[1] in ('staging', 'intermediate') -%}
        {{ return('scratch') }}
    {%- endif -%}
    {{ return(adapter.dispatch('generate_database_name', 'dbt')(custom_database_name, node)) }}
{%- endmacro %}

{#-
    What data tests look at: the rows that their `where` admits, of a mart those that the batch wrote (others were tested
    when they were written).
-#}
{% macro get_where_subquery(relation) -%}
    {%- set conditions = [config.get('where')] if config.get('where') else [] -%}
    {%- if execute and is_batch() and relation.schema == 'mart' -%}
        {%- set models = graph.nodes.values() | selectattr('name', 'equalto', relation.identifier) -%}
        {%- set identities = api.Relation.create('scratch', 'intermediate', 'int_document_identity') -%}
        {%- for model in models if model.config.materialized == 'incremental' -%}
            {%- set key = batch_key(model) -%}
            {#- By row number, the batch's rows lie together: the columns of all others are never read. -#}
            {%- do conditions.append(
                'rowid in (select rowid from ' ~ relation ~ ' where ' ~ key ~ ' in (select ' ~ key ~ ' from ' ~ identities ~ '))'
            ) -%}
        {%- endfor -%}
    {%- endif -%}
    {%- if conditions -%}
        {{ return('(select * from ' ~ relation ~ ' where ' ~ conditions | join(' and ') ~ ')') }}
    {%- endif -%}
    {{ return(relation) }}
{%- endmacro %}

{#-
    Every value of a column stands in a column of another model; a null refers to nothing. One test for all references
    of a model: `references` is a list of {column, to, field}.
-#}
{% test refers_to(model, references) %}
{%- for reference in references %}
select distinct
    '{{ reference.column }}' as reference_column,
    cast(child.{{ reference.column }} as string) as missing_value
from {{ model }} as child
left join {{ get_where_subquery(reference.to) }} as parent on child.{{ reference.column }} = parent.{{ reference.field }}
where child.{{ reference.column }} is not null and parent.{{ reference.field }} is null
{{ 'union all' if not loop.last }}
{%- endfor %}
{% endtest %}

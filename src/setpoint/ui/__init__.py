"""Components shared by staff pages and portal: base page, rail, tables, forms, timeline, charts. No domain."""

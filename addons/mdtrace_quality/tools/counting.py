"""Counts for the smart buttons of lots, receipts and orders."""


def fill_counts(records, link, counts):
    """Set count fields of records from the rows that point at them, set-based.

    One grouped query for each model; 0 where the user may not read the model.

    :param records: recordset whose count fields are computed
    :param link: name of the field of the counted models that points at the records
    :param counts: pairs of count field and counted model
    """
    for name, model in counts:
        counted = records.env[model]
        found = {}
        if counted.has_access("read"):
            rows = counted._read_group([(link, "in", records.ids)], [link], ["__count"])
            found = {record.id: count for record, count in rows}
        for record in records:
            record[name] = found.get(record.id, 0)

"""Plans compared: everything that report, workbook and terminal show."""

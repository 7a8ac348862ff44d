"""Everything that touches a PDF, and the only place that imports pdfplumber."""

"""The columnar copy: deals, their stays in stages, touches and leads as Parquet, at most a minute behind."""

"""What a result looks like and says: charts with their findings, words and numbers, pictures as files."""

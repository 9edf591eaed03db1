"""What is uploaded waits on the disk, and no more of it than a book may hold."""

from django.core.files.uploadhandler import TemporaryFileUploadHandler

from cases.rules.ledger.book import MEGABYTE, MOST_MEGABYTES


class UpToABook(TemporaryFileUploadHandler):
    """What lies beyond is counted, so that the page can say the file is too big, and thrown away.

    Django takes the files of a form before anybody asks who sent it: without an end, a stranger fills the disk.
    """

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if start <= MOST_MEGABYTES * MEGABYTE:
            self.file.write(raw_data)

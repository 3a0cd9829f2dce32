"""Judge the words of titles: where a title ends on its line, and what is unusual about it.

An abstract (``run_on``) or an organization (``endings``) may follow it there.
"""

"""Merge more dumps than one process can hold: in steps, each of many tasks, which write their results into a folder.

The result is that of :func:`paperlist.merge`, in several files, the *parts*: each paper is in one part, with all its
sightings. Each step reads what the steps before it wrote, so a task needs the memory of one part, not of the whole.

=======  ============================================================================================================
step     what each of its tasks does
=======  ============================================================================================================
read     parse one *shard*, which is a few of the files, and send each sighting to the part that its title implies
titles   put the sightings of one part into groups by title, and send the keys of each group to the parts of the keys
links    find the keys that too many groups share, and link the titles of groups that may be merged
plan     give titles that are linked one part (a single task)
moves    send the sightings of some titles of one part to other parts
papers   merge the sightings of one part
years    deduce the years of all pages together (a single task, which needs the dates of all sightings)
write    write the catalog and the table of one part
words    count in how many papers each word occurs (a single task)
rare     send the rarest words of each group of one part to the parts of these words
pairs    compare the groups that share rare words or keys
review   list the pairs that are probably one paper (a single task)
=======  ============================================================================================================

A task writes its file completely or not at all, and a task whose file exists is not run again. So a crawl that was
killed continues when it is started again.

Two titles are linked if a paper with the one and a paper with the other are the same, compared by themselves. When a
part is merged, other sightings may still keep these papers apart. But no papers are merged whose titles are not linked,
so all sightings of a paper are in one part.
"""

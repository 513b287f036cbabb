"""The graph for language models: tools over the Model Context Protocol, from which no figure can be invented.

Ids first: what is unknown is an error with suggestions, never an empty success.  Every figure comes with its
hedge, interval, status, period, source and disputes; words of articles stand in fields that say so; an answer
is at most 64 KB, and says what it left out.  Reading tools work on the tables of a build in this process;
queries run in processes of their own, which are killed when they take too long or are no longer wanted.
"""

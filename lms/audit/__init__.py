"""Who did what, and who saw whose personal data. Rows are only ever added.

`record` is called by every service that writes, once for each write; `saw` by every view that shows
other people's personal data. History pages read from here. What a thing is now belongs in its own
area; what it was before, and who changed it and why, belongs here.
Kept for two years (안전성 확보조치 기준 제8조).
"""

"""Firms, who belongs to them, and the regions they lie in.

Region codes are 행정표준코드 (법정동): 52… is Jeonbuk. A firm's seat group (도내 구축 / 도내
관심 / 충청) follows from its address and its smart-factory level (`groups.py`, pure).
"""

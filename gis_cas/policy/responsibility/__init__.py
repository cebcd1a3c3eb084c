"""Whose job it is: from the layers' facts about a spot and the city's ordered rules to one decision with its proof.

1. `roads_at`: which road, by locus, address, half-width and precedence.
2. `walk`: each rule certain, possible or not; claims are kept until a certain one.
3. `choice_between`: one owner is silent; several are one plain question, or a person.
4. `Decision`: owner, reason, trace, candidates; stored with everything a replay needs.
"""

from gis_cas.policy.responsibility.areas import read_by_county_rules
from gis_cas.policy.responsibility.decide import decide
from gis_cas.policy.responsibility.kinds import ALGORITHM_VERSION
from gis_cas.policy.responsibility.several import decide_any
from gis_cas.policy.responsibility.without_place import always_rule, decide_without_place

__all__ = ["ALGORITHM_VERSION", "always_rule", "decide", "decide_any", "decide_without_place", "read_by_county_rules"]

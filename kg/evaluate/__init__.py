"""Measuring a proposer against articles whose claims are known: gold, scores, and what went wrong."""

from kg.evaluate.gold import GoldArticle, digest_of, read_gold, read_gold_folder
from kg.evaluate.score import Scores, score

__all__ = ["GoldArticle", "Scores", "digest_of", "read_gold", "read_gold_folder", "score"]

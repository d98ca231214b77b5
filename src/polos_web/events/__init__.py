"""Meeting events: who comes, who wants to meet whom, the agenda, the day itself and what follows."""

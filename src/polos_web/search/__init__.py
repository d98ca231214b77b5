"""One search over everything public: words in four languages, facets, and an index that every write keeps."""

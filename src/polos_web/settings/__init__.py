"""Settings: ``defaults`` holds what every place shares, ``production`` and ``testing`` what differs."""

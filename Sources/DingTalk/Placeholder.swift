enum DingTalkPlaceholder {}

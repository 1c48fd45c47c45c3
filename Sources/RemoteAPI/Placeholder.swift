enum RemoteAPIPlaceholder {}

"""Verifies deliveries as a receiver does, by the library `standardwebhooks`.

    python3 receive.py FILE

Each line of FILE is a JSON object: the secret, the three headers, and the body in base64. Each that
the library takes is printed by its id, and the others as `refused`.
"""

import base64
import json
import sys

from standardwebhooks.webhooks import Webhook

for line in open(sys.argv[1], encoding="utf-8"):
    delivery = json.loads(line)
    headers = {name: delivery[name] for name in ("webhook-id", "webhook-timestamp", "webhook-signature")}
    try:
        Webhook(delivery["secret"]).verify(base64.b64decode(delivery["body"]), headers)
        print(delivery["webhook-id"])
    except Exception as error:
        print("refused", error)

"""Calls the sandbox by the DingTalk clients that other people wrote, unchanged.

    python3 clients.py CLIENT PORT APPKEY APPSECRET AGENTID

Each client does what it can of: a token, the users active, the fields, one person's values, an
update, the people who left, an event of the Stream. What came back is printed as one JSON object; a client that fails ends
with its traceback. Only where a client has a fixed address, its connections are led to the port.
"""

import json
import sys

CLIENT, PORT, KEY, SECRET, AGENT = sys.argv[1:6]
PORT, AGENT = int(PORT), int(AGENT)
BASE = f"http://127.0.0.1:{PORT}"
HRM = "/topapi/smartwork/hrm/"
ADDRESS = [{"group_id": "sys02", "sections": [{"old_index": 0, "section": [
    {"field_code": "sys02-address", "value": "杭州市西湖区文三路 9 号"}]}]}]


def dingtalk_sdk():
    from dingtalk import AppKeyClient
    from dingtalk.core.exceptions import DingTalkClientException

    client = AppKeyClient("ding", KEY, SECRET)
    client.API_BASE_URL = BASE
    users, cursor = [], 0
    while cursor is not None:
        page = client.post(HRM + "employee/queryonjob",
                           {"status_list": "2,3,5,-1", "offset": cursor, "size": 50})["result"]
        users += page["data_list"]
        cursor = page.get("next_cursor")
    fields = client.post(HRM + "roster/meta/get", {"agentid": AGENT})["result"]
    # A dict becomes JSON; a list of pairs goes as a form, the token in the query.
    values = client.post(HRM + "employee/v2/list",
                         [("agentid", AGENT), ("userid_list", ", ".join(users[:2])),
                          ("field_filter_list", "sys00-name,sys02-address")])["result"]
    written = client.post(HRM + "employee/v2/update",
                          {"agentid": AGENT, "param": {"userid": users[0], "groups": ADDRESS}})
    try:
        client.post(HRM + "employee/nothing", {})
        unknown = None
    except DingTalkClientException as error:
        unknown = error.errcode
    return {"users": users, "groups": len(fields), "people": len(values),
            "written": written["result"], "unknown": unknown}


def ding_talk_wb():
    import dingtalk.api as api

    def ask(request, token=""):
        # It takes an address without a port only.
        request._RestApi__domain, request._RestApi__port = "127.0.0.1", PORT
        return request.getResponse(token)

    request = api.OapiGettokenRequest(BASE + "/gettoken")
    request.appkey, request.appsecret = KEY, SECRET
    token = ask(request)["access_token"]
    users, cursor = [], 0
    while cursor is not None:
        request = api.OapiSmartworkHrmEmployeeQueryonjobRequest(BASE + HRM + "employee/queryonjob")
        request.status_list, request.offset, request.size = "2,3,5,-1", cursor, 50
        page = ask(request, token)["result"]
        users += page["data_list"]
        cursor = page.get("next_cursor")
    request = api.OapiSmartworkHrmRosterMetaGetRequest(BASE + HRM + "roster/meta/get")
    request.agentid = AGENT
    groups = ask(request, token)["result"]
    request = api.OapiSmartworkHrmEmployeeFieldGrouplistRequest(
        BASE + HRM + "employee/field/grouplist")
    request.agentid = str(AGENT)
    assert len(ask(request, token)["result"]) == len(groups)
    request = api.OapiSmartworkHrmEmployeeV2ListRequest(BASE + HRM + "employee/v2/list")
    request.agentid, request.userid_list = str(AGENT), ",".join(users[:2])
    people = ask(request, token)["result"]
    request = api.OapiSmartworkHrmEmployeeV2UpdateRequest(BASE + HRM + "employee/v2/update")
    request.agentid = str(AGENT)
    request.param = json.dumps({"userid": users[0], "groups": ADDRESS})
    written = ask(request, token)["result"]
    request = api.OapiSmartworkHrmEmployeeQuerydimissionRequest(
        BASE + HRM + "employee/querydimission")
    request.offset, request.size = 0, 50
    left = ask(request, token)["result"]["data_list"]
    request = api.OapiSmartworkHrmEmployeeListdimissionRequest(
        BASE + HRM + "employee/listdimission")
    request.userid_list = ",".join(left)
    told = [info["userid"] for info in ask(request, token)["result"]]
    request = api.OapiSmartworkHrmEmployeeQuerypreentryRequest(
        BASE + HRM + "employee/querypreentry")
    request.offset, request.size = 0, 50
    assert ask(request, token)["result"]["data_list"] == []
    return {"users": users, "groups": len(groups), "people": len(people), "written": written,
            "left": left, "told": told}


def alibabacloud_dingtalk():
    from alibabacloud_dingtalk.hrm_1_0 import client as hrm, models
    from alibabacloud_dingtalk.oauth2_1_0 import client as oauth, models as tokens
    from alibabacloud_tea_openapi.models import Config
    from alibabacloud_tea_util.models import RuntimeOptions

    config = Config(protocol="http", region_id="central", endpoint=f"127.0.0.1:{PORT}")
    token = oauth.Client(config).get_access_token(
        tokens.GetAccessTokenRequest(app_key=KEY, app_secret=SECRET)).body.access_token
    client, options = hrm.Client(config), RuntimeOptions()

    def headers(kind):
        return kind(x_acs_dingtalk_access_token=token)

    left, next_token, more = [], 0, True
    while more:
        page = client.query_dismission_staff_id_list_with_options(
            models.QueryDismissionStaffIdListRequest(next_token=next_token, max_results=1),
            headers(models.QueryDismissionStaffIdListHeaders), options).body
        left, more, next_token = left + page.user_id_list, page.has_more, page.next_token
    infos = client.query_hrm_employee_dismission_info_with_options(
        models.QueryHrmEmployeeDismissionInfoRequest(user_id_list=left),
        headers(models.QueryHrmEmployeeDismissionInfoHeaders), options).body.result
    people = client.get_employee_roster_by_field_with_options(
        models.GetEmployeeRosterByFieldRequest(
            app_agent_id=AGENT, user_id_list=left, field_filter_list=["sys00-name"]),
        headers(models.GetEmployeeRosterByFieldHeaders), options).body.result
    try:
        client.get_employee_roster_by_field_with_options(
            models.GetEmployeeRosterByFieldRequest(app_agent_id=1, user_id_list=left),
            headers(models.GetEmployeeRosterByFieldHeaders), options)
        refused = None
    except Exception as error:
        refused = error.code
    return {"left": left, "told": [info.user_id for info in infos], "people": len(people),
            "days": [info.last_work_day for info in infos], "refused": refused}


def dingtalk_oapi_zhcn():
    import httpx

    handle = httpx.HTTPTransport.handle_request

    def led(self, request):
        request.url = request.url.copy_with(scheme="http", host="127.0.0.1", port=PORT)
        return handle(self, request)

    httpx.HTTPTransport.handle_request = led
    from dingtalk_oapi_zhcn.app_client import DingTalkClient

    client = DingTalkClient("sandbox", KEY, SECRET, agent_id=AGENT)
    roster, staff = client.智能人事.花名册, client.智能人事.员工管理
    users, cursor = [], 0
    while cursor is not None:
        page = staff.获取在职员工列表(["2", "3", "5", "-1"], cursor, 50)["result"]
        users += page["data_list"]
        cursor = page.get("next_cursor")
    groups = roster.获取花名册元数据()["result"]
    assert len(roster.获取花名册字段组详情()["result"]) == len(groups)
    people = roster.获取员工花名册字段信息(users[:2], ["sys00-name"])["result"]
    left = staff.获取离职员工列表(0, 50)["userIdList"]
    told = [info["userId"] for info in staff.批量获取员工离职信息(left)["result"]]
    # It puts the user where nobody looks for them.
    refused = roster.更新员工花名册信息(users[0], ADDRESS)["errcode"]
    return {"users": users, "groups": len(groups), "people": len(people), "left": left,
            "told": told, "refused": refused}


def dingtalk_stream():
    import asyncio
    import os
    import threading
    import time
    import urllib.request

    os.environ["DINGTALK_OPENAPI_ENDPOINT"] = BASE
    import dingtalk_stream as stream

    events = []

    class Handler(stream.EventHandler):
        async def process(self, event):
            events.append(event)
            # The first copy of each event is put off, so that it comes again.
            late = [e.headers.event_id for e in events].count(event.headers.event_id) == 1
            return (stream.AckMessage.STATUS_SYSTEM_EXCEPTION if late
                    else stream.AckMessage.STATUS_OK), "OK"

    def join():
        urllib.request.urlopen(urllib.request.Request(
            BASE + "/sandbox/join", json.dumps({"user": "newcomer"}).encode(), method="POST")).read()

    def listed():
        return json.load(urllib.request.urlopen(BASE + "/sandbox/stream"))

    client = stream.DingTalkStreamClient(stream.Credential(KEY, SECRET))
    client.register_all_event_handler(Handler())
    # It cannot be stopped, so it ends with this process.
    threading.Thread(target=lambda: asyncio.run(client.start()), daemon=True).start()
    for step in range(300):
        time.sleep(0.1)
        state = listed()
        if not state["connections"]:
            continue
        if not state["events"]:
            join()
        elif state["events"][0]["acknowledged"]:
            break
    first = events[0]
    return {"types": [event.headers.event_type for event in events],
            "joined": first.data["userId"], "corp": first.headers.event_corp_id,
            "ids": len({event.headers.event_id for event in events}),
            "acknowledged": listed()["events"][0]["acknowledged"]}


CLIENTS = {"dingtalk-stream": dingtalk_stream,
           "dingtalk-sdk": dingtalk_sdk, "ding-talk-wb": ding_talk_wb,
           "alibabacloud-dingtalk": alibabacloud_dingtalk,
           "dingtalk-oapi-zhcn": dingtalk_oapi_zhcn}
print("RESULT " + json.dumps(CLIENTS[CLIENT](), ensure_ascii=False))

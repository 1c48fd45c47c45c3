/// The request of `v2/update` as the vendor's page prints it.
enum PrintedRequest {
  static let text = #"""
    {
    "agentid": "23470561",
    "param": {
    "groups": [
    {
    "group_id": "sys03",
    "sections": [
    {
    "old_index": 0,
    "section": [
    {
    "field_code": "sys03-highestEdu",
    "value": "1"
    },
    {
    "field_code": "sys03-graduateSchool",
    "value": "清华大学"
    },
    {
    "field_code": "sys03-graduationTime",
    "value": "2020-09-01"
    }
    ]
    },
    {
    "old_index": 1,
    "section": [
    {
    "field_code": "sys03-highestEdu",
    "value": "2"
    },
    {
    "field_code": "sys03-graduateSchool",
    "value": "清华附中"
    },
    {
    "field_code": "sys03-graduationTime",
    "value": "2016-09-01"
    }
    ]
    },
    {
    "old_index": 2,
    "section": [
    {
    "field_code": "sys03-highestEdu",
    "value": "3"
    },
    {
    "field_code": "sys03-graduateSchool",
    "value": "清华附小"
    },
    {
    "field_code": "sys03-graduationTime",
    "value": "2010-09-01"
    }
    ]
    }
    ]
    }
    ],
    "userid": "user456"
    }
    }
    """#
}

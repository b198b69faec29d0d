namespace HelpLightning.Sandbox.Tests;

/// <summary>Examples of the API's answers, field by field from what is publicly known, with values made up.</summary>
internal static class Examples
{
    public const string Jwt = @"/^eyJ[\\w-]+\\.[\\w-]+\\.[\\w-]+$/";
    public const string Time = @"/^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}Z$/";
    public const string TimeOrEmpty = @"/^(\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}Z)?$/";
    public const string WholeSeconds = @"/^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ$/";
    public const string Uuid = @"/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/";
    public const string CallId = @"/^call_[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/";
    public const string Digits = @"/^(-1|\\d+)$/";

    private const string MemberFields = $$"""
        "id": 24, "name": "Ann Field", "username": "ann.field", "email": "/@example.com$/", "enterprise_id": 54344, "role_id": 3,
        "role_name": "/^(User|EnterpriseAdmin)$/", "permissions": ["/^[a-z_]+$/"], "status": 0, "available": true, "active": true,
        "is_confirmed": true, "is_first_login": false, "email_confirmed": true, "confirmed_at": "{{TimeOrEmpty}}",
        "confirmation_sent_at": "{{TimeOrEmpty}}", "invitation_sent_at": "{{TimeOrEmpty}}", "created_at": "{{Time}}",
        "updated_at": "{{Time}}",
        "first_call_at": "{{TimeOrEmpty}}", "avatar": {"original": null, "thumb": null}
        """;

    private const string UserFields = $$"""
        {{MemberFields}}, "title": "Technician", "location": "Plant 4", "last_used_at": "{{TimeOrEmpty}}", "license": "expert",
        "manage": true,
        "provider": "", "provider_uid": "", "status_message": "", "unavailable_expires_at": "{{TimeOrEmpty}}"
        """;

    private const string Person = $$"""
        "id": "{{Digits}}", "name": "Ann", "username": "ann", "email": "ann@example.com", "enterpriseId": "/^\\d*$/"
        """;

    private const string CallFields = $$"""
        "session": "{{CallId}}", "timestamp": "/^[A-Z][a-z]{2} \\d{1,2}, \\d{4} \\d\\d:\\d\\d$/",
        "timeCallStarted": "/^\\d{10}\\.\\d{3}$/", "timeCallEnded": "/^(\\d{10}\\.\\d{3})?$/", "callDuration": 94,
        "reasonCallEnded": "/^(Call Ended|Timed out|)$/", "dialerId": "{{Digits}}", "dialerName": "Ann", "receiverId": "{{Digits}}",
        "receiverName": "Bob",
        "dialer": { {{Person}} }, "receiver": { {{Person}} }, "participants": [{ {{Person}}, "isAnonymous": false }],
        "intraEnterpriseCall": true,
        "groups": [], "tags": [], "ratings": [], "recordingStatus": "finished", "recordingUrl": "", "recordingError": "", "archive_id": null
        """;

    public const string User = $$"""{ {{UserFields}} }""";
    public const string UserDetail = $$"""{ {{UserFields}}, "token": "{{Jwt}}" }""";
    public const string UserV1 = $$"""{ {{MemberFields}}, "token": "{{Jwt}}" }""";
    public const string Member =
        $$"""{ {{MemberFields}}, "title": "Technician", "location": "Plant 4", "last_used_at": "{{TimeOrEmpty}}" }""";
    public const string Account =
        $$"""{ {{UserFields}}, "personal_room_url": "/^http.*/meet/ann.field$/", "personal_room_session_id": "{{Uuid}}" }""";

    public const string Contact = $$"""
        {"id": 1, "name": "", "username": "", "email": "", "title": "", "location": "", "reachable": true, "favorite": false, "license": "",
         "supports_messaging": true, "avatar": {"url": null, "thumb": null}, "enterprise_id": 54344, "token": "{{Jwt}}"}
        """;

    public const string OnCallGroup = """
        {"id": 1, "name": "", "description": "", "on_call_group": true, "color": "", "user_count": 1, "favorite": false,
        "enterprise_id": 54344,
         "avatar": {"url": null, "thumb": null}}
        """;

    public const string Group = """
        {"id": 1, "name": "", "description": "", "email": "", "admin_count": 1, "user_count": 2, "default": false, "expert": false,
        "manage": true}
        """;

    public const string Workspace = $$"""
        {"id": 55344, "name": "", "active": true, "token": "{{Jwt}}", "admins": [{"id": 1, "name": "", "email": ""}]}
        """;

    public const string Call = $$"""{ {{CallFields}}, "has_attachments": true }""";

    public const string CallDetail = $$"""
        {"error": false, "call": { {{CallFields}},
          "requests": [{"request_id": "{{Uuid}}", "requests": [{"from": { {{Person}}, "is_group": false }, "to": { {{Person}},
          "is_group": false },
            "reason": "/^(accepted|timed_out)$/", "timestamp": "{{Time}}"}]}],
          "requestFor": { {{Person}}, "is_group": false } } }
        """;

    public const string SessionCall = $$"""
        {"session_id": "{{Uuid}}", "call_id": "{{CallId}}", "start_time": "{{WholeSeconds}}", "end_time": "{{WholeSeconds}}",
        "duration": 94,
         "complete": true, "successful": true, "dialer": {"id": "{{Digits}}", "name": "", "email": ""}, "receiver": {"id": "{{Digits}}",
         "name": "", "email": ""} }
        """;

    public const string Attachment = $$"""
        {"id": 1, "uuid": "{{Uuid}}", "type": "/^(incall|chat|thumbnail)$/", "name": "/./", "mime_type": "/^[a-z]+/[a-z0-9]+$/",
        "thumbnail": "/^(http.*)?$/",
         "signed_url": "/^http://127.0.0.1:\\d+/files/.*signature=/", "status": "/^$/"}
        """;

    public const string Session = $$"""
        {"id": "{{Uuid}}", "token": "{{Jwt}}", "video_active": false, "pin": "", "updated_at": "{{WholeSeconds}}",
         "users": [{"id": 3, "name": "", "username": "ann", "token": "{{Jwt}}", "status": 0, "avatar": {"thumb": null, "original": null} }]}
        """;

    public const string Thread = $$"""
        {"id": 1, "token": "{{Jwt}}", "status": "/^(REPORTED|CLOSED)$/", "title": "", "assigned_to": {"id": -1, "name": ""},
         "participants": [{"id": 1, "name": "", "owner": true}], "guests": [],
         "ticketFieldsFull": [{"id": 1, "name": "", "description": "", "hidden": false, "type": "/^(TEXT|BOOLEAN|LIST)$/",
         "valueAsString": "",
           "mandatory": "", "defaultValue": "", "multiSelect": false, "options": []}],
         "fields": [], "unread_messages_count": 0, "last_active_at": "{{Time}}"}
        """;

    public const string Message = $$"""
        {"id": 1, "uuid": "{{Uuid}}", "type": "Text", "metadata": "/^\\{.*\\}$/", "sent_at": "{{Time}}", "user": {"name": ""} }
        """;

    public static string Page(string entry) =>
        $$"""{"entries": [{{entry}}], "page": 1, "page_size": 20, "total_entries": 1, "total_pages": 1}""";
}

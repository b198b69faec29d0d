namespace HelpLightning.Sandbox.Tests.OpenApi;

/// <summary>The ids that are promised, with method and path, by the id.</summary>
internal static class KnownOperations
{
    public const string All = """
        closeHelpThread POST /api/v1r1/workbox/close
        createArea POST /api/v1/enterprise/areas
        createAreaAsset POST /api/v1/enterprise/areas/{area_id}/assets
        createCallReport POST /api/v1r1/enterprise/reports/calls
        createCallReportJson POST /api/v1r1/enterprise/reports/calls.json
        createFavorite POST /api/v1/favorites
        createGuestLink POST /api/v1r1/workbox/invite/silent
        createHelpThread POST /api/v1r1/workboxes
        createLink POST /api/v1/sessions/link
        createMessage POST /api/v1r1/workbox/messages
        createOnCallGroupFavorite POST /api/v1/on_call_groups/{group_id}/favorites
        createSession POST /api/v1/sessions
        createUser POST /api/v1r1/enterprise/users
        deleteFavorite DELETE /api/v1/favorites
        deleteGuest DELETE /api/v1r1/workbox/invite/{guest_uuid}
        deleteOnCallGroupFavorite DELETE /api/v1/on_call_groups/{group_id}/favorites
        findSignInMethod POST /auth/federate
        getAccount GET /api/v1/info
        getArea GET /api/v1/enterprise/areas/{area_id}
        getCall GET /api/v1/enterprise/calls/{call_id}
        getCallAttachment GET /api/v1r1/enterprise/calls/{call_id}/attachments/{attachment_id}
        getCallHelpThread GET /api/v1r1/enterprise/workboxes/by_call_id/{call_id}
        getCallReport GET /api/v1r1/enterprise/reports/calls/{uuid}
        getGroup GET /api/v1r1/enterprise/pods/{pod_id}
        getHelpThread GET /api/v1r1/workboxes/{workbox_id}
        getHelpThreadTicket GET /api/v1/enterprise/workboxes/{workbox_id}
        getMe GET /api/v1r1/user
        getMessage GET /api/v1r1/workbox/messages/{message_id}
        getSession GET /api/v1/sessions/{session_id}
        getUser GET /api/v1r1/enterprise/users/{user_id}
        getWorkspace GET /api/v1r1/enterprise/workspaces/{workspace_id}
        inviteGuest POST /api/v1r1/workbox/invite
        listAreaAssets GET /api/v1/enterprise/areas/{area_id}/assets
        listAreas GET /api/v1/enterprise/areas
        listCallAttachments GET /api/v1r1/enterprise/calls/{call_id}/attachments
        listCalls GET /api/v1/enterprise/calls
        listCallsInRange GET /api/v1/enterprise/calls/range
        listEnterprises GET /api/v1/enterprises
        listGroupCalls GET /api/v1/enterprise/pods/{pod_id}/calls
        listGroupUsers GET /api/v1/enterprise/pods/{pod_id}/users
        listGroups GET /api/v1r1/enterprise/pods
        listHelpThreads GET /api/v1r1/workboxes
        listMessageHistory GET /api/v1r1/workbox/messages/history_by_direction
        listMessages GET /api/v1r1/workbox/messages
        listRecentMessages GET /api/v1r1/workbox/messages/recent_history
        listSessionCalls GET /api/v1/enterprise/sessions/{session_id}
        listUsers GET /api/v1r1/enterprise/users
        listUsersV1 GET /api/v1/enterprise/users
        listWorkspaces GET /api/v1r1/enterprise/workspaces
        refreshToken POST /api/v1/auth/refresh
        reopenHelpThread POST /api/v1r1/workbox/reopen
        resendGuestInvitation POST /api/v1r1/workbox/invite/{guest_uuid}
        searchDirectory GET /api/v1r1/user/search/directory
        searchFavorites GET /api/v1r1/user/search/favorites
        searchOnCallGroupFavorites GET /api/v1r1/user/search/on_call_group_favorites
        searchOnCallGroups GET /api/v1r1/user/search/on_call_groups
        searchPeople POST /api/v1/search
        searchPersonalContacts GET /api/v1r1/user/search/personal
        searchTeam GET /api/v1r1/user/search/team
        sendLink POST /api/v1/sessions/link/invite
        sendPersonalRoomLink POST /api/v1/personal_room/invite
        signIn POST /api/v1r1/auth
        signInAsGuest POST /api/v1/anonymous/auth
        signInV1 POST /api/v1/auth
        signInWithPersonalAccessToken POST /api/v1r1/auth/pat
        startVideo POST /api/v1/session/video
        updateArea PUT /api/v1/enterprise/areas/{area_id}
        updateCustomFields PUT /api/v1r1/workbox/custom_fields
        """;
}

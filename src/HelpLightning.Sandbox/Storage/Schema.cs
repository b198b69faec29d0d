namespace HelpLightning.Sandbox.Storage;

/// <summary>
/// The tables. Users and calls carry a number that counts within their site from 1 without gaps (<c>seq</c>), so that a page
/// far down costs what the first one costs.
/// </summary>
internal static class Schema
{
    /// <summary>1 knew users only.</summary>
    public const int Version = 5;

    public const string Tables = """
        CREATE TABLE secrets (name TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT;
        CREATE TABLE api_keys (
          id INTEGER PRIMARY KEY, value TEXT NOT NULL UNIQUE, description TEXT NOT NULL, created_at TEXT NOT NULL, revoked_at TEXT) STRICT;
        CREATE TABLE partner_keys (
          id INTEGER PRIMARY KEY, site_id INTEGER NOT NULL, pem TEXT NOT NULL, thumbprint TEXT NOT NULL, created_at TEXT NOT NULL,
          replaced_at TEXT) STRICT;
        CREATE UNIQUE INDEX partner_keys_active ON partner_keys (site_id) WHERE replaced_at IS NULL;
        CREATE TABLE refresh_tokens (hash BLOB PRIMARY KEY, user_id INTEGER NOT NULL, expires_at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
        CREATE TABLE personal_tokens (hash BLOB PRIMARY KEY, user_id INTEGER NOT NULL, created_at TEXT NOT NULL) STRICT, WITHOUT ROWID;

        -- Site 0 is nobody's: people without an account are there.
        CREATE TABLE sites (
          id INTEGER PRIMARY KEY, parent_id INTEGER, name TEXT NOT NULL COLLATE NOCASE, active INTEGER NOT NULL,
          user_count INTEGER NOT NULL DEFAULT 0, call_count INTEGER NOT NULL DEFAULT 0, created_at TEXT NOT NULL) STRICT;
        CREATE TABLE users (
          id INTEGER PRIMARY KEY, site_id INTEGER NOT NULL, seq INTEGER NOT NULL, primary_id INTEGER,
          name TEXT NOT NULL COLLATE NOCASE, username TEXT NOT NULL COLLATE NOCASE, email TEXT COLLATE NOCASE,
          title TEXT NOT NULL DEFAULT '', location TEXT NOT NULL DEFAULT '', license TEXT NOT NULL DEFAULT '', role_id INTEGER NOT NULL,
          provider TEXT NOT NULL DEFAULT '', provider_uid TEXT NOT NULL DEFAULT '', status_message TEXT NOT NULL DEFAULT '',
          active INTEGER NOT NULL, available INTEGER NOT NULL, is_confirmed INTEGER NOT NULL, is_first_login INTEGER NOT NULL,
          created_at TEXT NOT NULL, updated_at TEXT NOT NULL, confirmed_at TEXT NOT NULL, invitation_sent_at TEXT NOT NULL,
          first_call_at TEXT NOT NULL, last_used_at TEXT NOT NULL) STRICT;
        CREATE TABLE personal_contacts (user_id INTEGER, contact_id INTEGER, PRIMARY KEY (user_id, contact_id)) STRICT, WITHOUT ROWID;
        CREATE TABLE favorites (user_id INTEGER, contact_id INTEGER, PRIMARY KEY (user_id, contact_id)) STRICT, WITHOUT ROWID;
        CREATE TABLE group_favorites (user_id INTEGER, group_id INTEGER, PRIMARY KEY (user_id, group_id)) STRICT, WITHOUT ROWID;

        -- The default group has everybody of its site; only the others list their members.
        CREATE TABLE groups (
          id INTEGER PRIMARY KEY, site_id INTEGER NOT NULL, name TEXT NOT NULL COLLATE NOCASE, description TEXT NOT NULL,
          email TEXT NOT NULL,
          is_default INTEGER NOT NULL, is_expert INTEGER NOT NULL, color TEXT NOT NULL, created_at TEXT NOT NULL,
          updated_at TEXT NOT NULL) STRICT;
        CREATE TABLE group_members (group_id INTEGER, user_id INTEGER, PRIMARY KEY (group_id, user_id)) STRICT, WITHOUT ROWID;
        CREATE TABLE group_admins (group_id INTEGER, user_id INTEGER, PRIMARY KEY (group_id, user_id)) STRICT, WITHOUT ROWID;
        CREATE TABLE subgroups (group_id INTEGER, included_id INTEGER, PRIMARY KEY (group_id, included_id)) STRICT, WITHOUT ROWID;
        CREATE TABLE on_call_groups (group_id INTEGER, on_call_id INTEGER, PRIMARY KEY (group_id, on_call_id)) STRICT, WITHOUT ROWID;

        -- Times of calls are milliseconds since 1970. reason is empty until the call is over.
        CREATE TABLE calls (
          id INTEGER PRIMARY KEY, site_id INTEGER NOT NULL, seq INTEGER NOT NULL, call_id TEXT NOT NULL, session_id TEXT NOT NULL,
          dialer_id INTEGER NOT NULL, receiver_id INTEGER, started_at INTEGER NOT NULL, ended_at INTEGER, reason TEXT NOT NULL,
          recording_status TEXT NOT NULL, is_internal INTEGER NOT NULL, workbox_id INTEGER, comments TEXT NOT NULL DEFAULT '') STRICT;
        CREATE TABLE call_participants (
          call_id INTEGER, position INTEGER, user_id INTEGER NOT NULL, joined_at INTEGER, left_at INTEGER,
          PRIMARY KEY (call_id, position)) STRICT, WITHOUT ROWID;
        CREATE TABLE call_days (site_id INTEGER, day INTEGER, calls INTEGER NOT NULL, PRIMARY KEY (site_id, day)) STRICT, WITHOUT ROWID;
        CREATE TABLE tags (id INTEGER PRIMARY KEY, site_id INTEGER NOT NULL, name TEXT NOT NULL COLLATE NOCASE,
          UNIQUE (site_id, name)) STRICT;
        CREATE TABLE call_tags (tag_id INTEGER, call_id INTEGER, PRIMARY KEY (tag_id, call_id)) STRICT, WITHOUT ROWID;
        CREATE TABLE attachments (
          id INTEGER PRIMARY KEY, uuid TEXT NOT NULL UNIQUE, call_id INTEGER NOT NULL, kind TEXT NOT NULL, name TEXT NOT NULL,
          mime_type TEXT NOT NULL, status TEXT NOT NULL, created_at TEXT NOT NULL, size INTEGER NOT NULL DEFAULT 0,
          gone INTEGER NOT NULL DEFAULT 0, type TEXT NOT NULL DEFAULT 'incall') STRICT;
        CREATE INDEX attachments_call ON attachments (call_id);
        CREATE TABLE reports (
          uuid TEXT PRIMARY KEY, site_id INTEGER NOT NULL, format TEXT NOT NULL, created_at INTEGER NOT NULL, ready_at INTEGER NOT NULL,
          fails INTEGER NOT NULL DEFAULT 0, content BLOB) STRICT;

        CREATE TABLE sessions (
          id TEXT PRIMARY KEY, site_id INTEGER NOT NULL, creator_id INTEGER NOT NULL, pin TEXT NOT NULL, updated_at TEXT NOT NULL,
          call_id INTEGER) STRICT;
        CREATE TABLE session_members (session_id TEXT, user_id INTEGER, PRIMARY KEY (session_id, user_id)) STRICT, WITHOUT ROWID;
        CREATE TABLE links (
          code TEXT PRIMARY KEY, user_id INTEGER NOT NULL, kind TEXT NOT NULL, link TEXT NOT NULL UNIQUE, created_at TEXT NOT NULL) STRICT;
        CREATE TABLE link_invites (
          id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL, kind TEXT NOT NULL, link TEXT NOT NULL, name TEXT NOT NULL, email TEXT NOT NULL,
          phone TEXT NOT NULL, message TEXT NOT NULL, created_at TEXT NOT NULL) STRICT;

        CREATE TABLE help_threads (
          id INTEGER PRIMARY KEY, site_id INTEGER NOT NULL, ticket_id INTEGER NOT NULL, title TEXT NOT NULL, status TEXT NOT NULL,
          assigned_to INTEGER, last_active_at TEXT NOT NULL, activity INTEGER NOT NULL) STRICT;
        CREATE TABLE help_thread_participants (
          thread_id INTEGER, user_id INTEGER, owner INTEGER NOT NULL, last_read_id INTEGER NOT NULL DEFAULT 0,
          PRIMARY KEY (thread_id, user_id)) STRICT, WITHOUT ROWID;
        CREATE INDEX help_thread_participants_user ON help_thread_participants (user_id, thread_id);
        CREATE TABLE help_thread_guests (
          id INTEGER PRIMARY KEY, uuid TEXT NOT NULL UNIQUE, thread_id INTEGER NOT NULL, name TEXT NOT NULL, email TEXT NOT NULL,
          phone TEXT NOT NULL, action TEXT NOT NULL, has_joined INTEGER NOT NULL, invited_at TEXT NOT NULL) STRICT;
        CREATE INDEX help_thread_guests_thread ON help_thread_guests (thread_id);
        CREATE TABLE custom_fields (
          id INTEGER PRIMARY KEY, site_id INTEGER NOT NULL, name TEXT NOT NULL, description TEXT NOT NULL, hidden INTEGER NOT NULL,
          type TEXT NOT NULL, multi_select INTEGER NOT NULL, mandatory TEXT NOT NULL, default_value TEXT NOT NULL) STRICT;
        CREATE TABLE custom_field_options (id INTEGER PRIMARY KEY, field_id INTEGER NOT NULL, name TEXT NOT NULL) STRICT;
        CREATE TABLE custom_field_values (
          thread_id INTEGER, field_id INTEGER, value TEXT NOT NULL, PRIMARY KEY (thread_id, field_id)) STRICT, WITHOUT ROWID;
        CREATE TABLE messages (
          id INTEGER PRIMARY KEY, uuid TEXT NOT NULL UNIQUE, thread_id INTEGER NOT NULL, user_id INTEGER NOT NULL, username TEXT NOT NULL,
          type TEXT NOT NULL, metadata TEXT NOT NULL, sent_at TEXT NOT NULL) STRICT;
        CREATE INDEX messages_thread ON messages (thread_id, id);

        CREATE TABLE areas (
          id INTEGER PRIMARY KEY, site_id INTEGER NOT NULL, name TEXT NOT NULL, latitude TEXT NOT NULL, longitude TEXT NOT NULL,
          created_at TEXT NOT NULL, updated_at TEXT NOT NULL) STRICT;
        CREATE TABLE assets (
          id INTEGER PRIMARY KEY, area_id INTEGER NOT NULL, name TEXT NOT NULL, properties TEXT NOT NULL, created_at TEXT NOT NULL) STRICT;
        """;

    /// <summary>Made after the seeding, which is faster than keeping them up to date row by row.</summary>
    public const string Indexes = """
        CREATE UNIQUE INDEX users_seq ON users (site_id, seq);
        CREATE UNIQUE INDEX users_email ON users (email, site_id);
        CREATE INDEX users_username ON users (username);
        CREATE INDEX users_name ON users (site_id, name, id);
        CREATE INDEX users_created_at ON users (site_id, created_at, id);
        CREATE INDEX users_updated_at ON users (site_id, updated_at, id);
        CREATE INDEX groups_site ON groups (site_id, id);
        CREATE INDEX group_members_user ON group_members (user_id, group_id);
        CREATE UNIQUE INDEX calls_seq ON calls (site_id, seq);
        CREATE UNIQUE INDEX calls_call_id ON calls (call_id);
        CREATE INDEX calls_session ON calls (session_id);
        CREATE INDEX calls_started_at ON calls (site_id, started_at, id);
        CREATE INDEX calls_external ON calls (site_id) WHERE is_internal = 0;
        CREATE INDEX calls_thread ON calls (workbox_id) WHERE workbox_id IS NOT NULL;
        CREATE INDEX call_participants_user ON call_participants (user_id, call_id);
        CREATE INDEX call_tags_call ON call_tags (call_id, tag_id);
        CREATE INDEX help_threads_activity ON help_threads (activity);
        """;
}

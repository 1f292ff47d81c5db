using System.Text.Json.Nodes;

namespace Msmtp.Peers;

/// <summary>What the command keeps of the only sign-in in a folder, to look at and to damage.</summary>
sealed class KeptSignIn(string folder)
{
    /// <summary>The file.</summary>
    public string File => Assert.Single(Files(folder));

    /// <summary>Its octets.</summary>
    public string Text => System.IO.File.ReadAllText(File);

    /// <summary>A member; null: there is none.</summary>
    public string? this[string name] => JsonNode.Parse(Text)![name]?.ToString();

    public string AccessToken => this["access_token"] ?? "";

    public string RefreshToken => this["refresh_token"] ?? "";

    /// <summary>The files in a folder that sign-ins are kept in. There are also locks, and what is known of a provider.</summary>
    public static IReadOnlyList<string> Files(string folder) => Directory.Exists(folder)
        ? [.. Directory.GetFiles(folder).Where(static file => IsSignIn(Path.GetFileName(file)))]
        : [];

    static bool IsSignIn(string name) =>
        name.StartsWith("oauth", StringComparison.Ordinal) && !name.StartsWith("oauth-provider", StringComparison.Ordinal);

    /// <summary>Sets the end of the access token.</summary>
    /// <param name="lifetime">From now on; negative: it has expired.</param>
    public void ExpireIn(TimeSpan lifetime) => Set("expires_at", (TimeProvider.System.GetUtcNow() + lifetime).ToUnixTimeSeconds());

    /// <summary>Sets a member; null removes it.</summary>
    public void Set(string name, JsonNode? value)
    {
        var json = JsonNode.Parse(Text)!.AsObject();
        json.Remove(name);
        if (value is not null)
            json[name] = value;
        System.IO.File.WriteAllText(File, json.ToJsonString());
    }
}

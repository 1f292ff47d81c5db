namespace Msmtp.Server;

/// <summary>How mail is kept in a Maildir.</summary>
public sealed record MaildirOptions
{
    /// <summary>The host in the file names.</summary>
    public string HostName { get; init; } = "localhost";

    /// <summary>Whether a Return-Path line with the sender is put in front (RFC 5321 §4.4).</summary>
    public bool AddReturnPath { get; init; }

    /// <summary>Whether a Delivered-To line for each recipient is put in front.</summary>
    public bool AddDeliveredTo { get; init; }

    /// <summary>The clock in the file names.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}

using System.Text.Json.Nodes;
using KongLite.Sdk.Storage;

namespace KongLite.Admin;

/// <summary>Turns expected failures into Kong's statuses and bodies.</summary>
internal static class AdminErrors
{
    /// <summary>The answer to a failure.</summary>
    public static Answer Answer(StoreError error)
    {
        int status = StatusOf(error.Code);
        if (status == 500)
        {
            return Admin.Answer.Unexpected;
        }

        var body = new JsonObject
        {
            ["code"] = (int)error.Code,
            ["name"] = error.Name,
            ["message"] = error.Message,
        };
        if (error.Fields is { } fields)
        {
            // The tree may be shown more than once, but a node has one parent.
            body[error.Code == ErrorCode.InvalidOptions ? "options" : "fields"] = fields.DeepClone();
        }

        return new Answer(status, body);
    }

    private static int StatusOf(ErrorCode code) => code switch
    {
        ErrorCode.UniqueViolation => 409,
        ErrorCode.NotFound => 404,
        ErrorCode.OperationUnsupported => 405,
        ErrorCode.DatabaseError or ErrorCode.Outdated => 500,
        _ => 400,
    };
}

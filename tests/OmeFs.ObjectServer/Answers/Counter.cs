using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace OmeFs.Testing.Remote;

/// <summary>Two paths by which a benchmark reads the counts and resets them.</summary>
internal static class Counter
{
    /// <summary>False if the request is for something else.</summary>
    public static async Task<bool> HandlesAsync(HttpContext context, RequestLog log)
    {
        switch (context.Request.Method, context.Request.Path.Value)
        {
            case ("GET", "/_count"):
                var (requests, bytes, most) = log.Count;
                context.Response.ContentType = "application/json";
                await context.Response.WriteAsync(string.Create(CultureInfo.InvariantCulture, $"{{\"requests\": {requests}, \"bytes\": {bytes}, \"mostConcurrent\": {most}}}\n"));
                return true;
            case ("POST", "/_forget"):
                log.Forget();
                context.Response.StatusCode = StatusCodes.Status204NoContent;
                return true;
            default:
                return false;
        }
    }
}

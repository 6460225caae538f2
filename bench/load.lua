-- For wrk: sends prepared requests in turn.   wrk … -s load.lua <url> -- <file> <first>
-- A line of the file is: path, headers as name: value;;name: value, body, with tabs between. Without a body it is a GET.
-- What is wanted is 304 where what is known is named, else 200, and no errors in it: those of fields have the status 200.
local requests, next_one = {}, 0
local threads = {}
failures, first = 0, ""

function setup(thread) threads[#threads + 1] = thread end

function init(args)
   wanted = 200
   for line in io.lines(args[1]) do
      local path, headers, body = line:match("^([^\t]*)\t([^\t]*)\t(.*)$")
      local named = {["Content-Type"] = "application/json"}
      for name, value in headers:gmatch("([%w%-]+): ([^;]+)") do named[name] = value end
      if named["If-None-Match"] then wanted = 304 end
      requests[#requests + 1] = body == "" and wrk.format("GET", path, named) or wrk.format("POST", path, named, body)
   end
   next_one = tonumber(args[2]) % #requests
end

function request()
   next_one = next_one % #requests + 1
   return requests[next_one]
end

function response(status, headers, body)
   if status ~= wanted or body:find('"errors":[', 1, true) then
      failures = failures + 1
      if first == "" then first = status .. " " .. body:sub(1, 300):gsub("\n", " ") end
   end
end

function done(summary, latency)
   local e, failures, first = summary.errors, 0, ""
   for _, thread in ipairs(threads) do
      failures = failures + thread:get("failures")
      if first == "" then first = thread:get("first") end
   end
   if first ~= "" then io.write("FAILED " .. first .. "\n") end
   io.write(string.format('FIGURES {"done": %d, "seconds": %f, "bytes": %d, "failed": %d, "p50": %d, "p99": %d, "max": %d}\n', summary.requests - failures, summary.duration / 1e6,
      summary.bytes, e.connect + e.read + e.write + e.timeout + failures, latency:percentile(50), latency:percentile(99), latency.max))
end

-- What wrk asks: PUT or GET of contacts picked at random.
--
--   wrk … -s contacts.lua http://127.0.0.1:PORT -- METHOD TOKEN IDS_FILE
--
-- The last line it prints is RESULT and the numbers as JSON.

local ids = {}
local method
local headers
local count = 0

-- A seed of its own for each thread, or all would ask for the same contacts in the same order.
local threads = 0
function setup(thread)
  threads = threads + 1
  thread:set("number", threads)
end

function init(args)
  method = args[1]
  headers = {
    ["Authorization"] = "Bearer " .. args[2],
    ["Version"] = "2021-07-28",
    ["Content-Type"] = "application/json",
  }
  for id in io.lines(args[3]) do
    ids[#ids + 1] = id
  end
  math.randomseed(number)
end

function request()
  count = count + 1
  local body = method == "PUT" and '{"city":"City ' .. count .. '","tags":["bench","t' .. count % 100 .. '"]}' or nil
  return wrk.format(method, "/contacts/" .. ids[math.random(#ids)], headers, body)
end

function done(summary, latency)
  local errors = summary.errors
  print(string.format(
    'RESULT {"requests":%d,"seconds":%.6f,"p50Ms":%.3f,"p99Ms":%.3f,"maxMs":%.3f,"refused":%d,"broken":%d}',
    summary.requests, summary.duration / 1e6,
    latency:percentile(50) / 1e3, latency:percentile(99) / 1e3, latency.max / 1e3,
    errors.status, errors.connect + errors.read + errors.write + errors.timeout))
end
